package dev.penstock.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.access.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    private static final URI FALLBACK = URI.create("https://fallback.example/v1");

    @Test
    void readsWhatIsThere() {
        Settings settings = new Settings("p",
                Map.of("text", " a b ", "uri", "http://h:1/v1//",
                        "secret", "sk-test-1", "time", "3s", "pace", "0s", "count", "7", "flag", "TRUE",
                        "choice", "b"));

        assertThat(settings.text("text")).contains("a b");
        assertThat(settings.uri("uri", FALLBACK)).hasToString("http://h:1/v1");
        assertThat(settings.requiredUri("uri")).hasToString("http://h:1/v1");
        assertThat(settings.secret("secret").map(Secret::reveal)).contains("sk-test-1");
        assertThat(settings.requiredSecret("secret").reveal()).isEqualTo("sk-test-1");
        assertThat(settings.duration("time", Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.pause("pace", Duration.ofDays(1))).isZero();
        assertThat(settings.count("count", 1)).isEqualTo(7);
        assertThat(settings.flag("flag", false)).isTrue();
        assertThat(settings.choice("choice", Set.of("a", "b"), "a")).isEqualTo("b");
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void takesTheFallbackForWhatIsMissingOrEmpty(String empty) {
        Settings settings = new Settings("p",
                Map.of("text", empty, "uri", empty, "secret", empty, "time", empty, "count", empty));

        assertThat(settings.text("text")).isEmpty();
        assertThat(settings.uri("uri", FALLBACK)).isEqualTo(FALLBACK);
        assertThat(settings.secret("secret")).isEmpty();
        assertThat(settings.duration("time", Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
        assertThat(settings.pause("pause", Duration.ZERO)).isZero();
        assertThat(settings.count("count", 5)).isEqualTo(5);
        assertThat(settings.flag("flag", true)).isTrue();
        assertThat(settings.choice("choice", Set.of("a"), "a")).isEqualTo("a");
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "1h, PT1H", "24h, PT24H", "5 m, PT5M",
            "PT30S, PT30S",
            "pt1m, PT1M", "1ms, PT0.001S"})
    void readsDurations(String written, Duration meant) {
        assertThat(setting(written).duration("x", Duration.ofDays(1))).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0s", "-1s", "PT-1S", "soon", "25h", "99999999999999h",
            "9223372036854775807h",
            "99999999999999999999s", "PT0.0001S", "1.5s", "5d"})
    void readsNoOtherDurations(String written) {
        Settings settings = setting(written);

        assertThat(settings.duration("x", Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(problem(settings)).isEqualTo(
                "p.x: '" + written + "' is not a duration such as 30s, 5m or 500ms, of 24h at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1ms", "PT-1S", "25h", "x"})
    void readsNoOtherPauses(String written) {
        Settings settings = setting(written);

        assertThat(settings.pause("x", Duration.ZERO)).isZero();
        assertThat(problem(settings))
                .startsWith("p.x: '" + written + "' is not a duration such as 20ms, or 0s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "/v1", "h:1/v1", "ftp://h/v1", "http://", "http:///v1", "http://h/v1?a=b",
            "http://h/v1#a", "http://h:99999/v1", "http://h h/v1"})
    void readsNoAddressThatCannotBeAsked(String written) {
        Settings settings = setting(written);

        assertThat(settings.uri("x", FALLBACK)).isEqualTo(FALLBACK);
        assertThat(problem(settings)).isEqualTo(
                "p.x: '" + written + "' is not an http or https address such as https://example.org/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:sk-test-1@h/v1", "https://sk-test-1@h/v1",
            "https://me:sk-test-1@ h/v1"})
    void repeatsNoAddressThatMayHoldAPassword(String written) {
        Settings settings = setting(written);
        var _ = settings.uri("x", FALLBACK);

        assertThat(problem(settings)).startsWith("p.x: the value is not an http or https address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1.5", "99999999999"})
    void countsOnlyFromOneUp(String written) {
        Settings settings = setting(written);

        assertThat(settings.count("x", 5)).isEqualTo(5);
        assertThat(problem(settings)).isEqualTo("p.x: '" + written + "' is not a whole number from 1 up");
    }

    @Test
    void tellsWhichWordsThereAre() {
        Settings settings = new Settings("p", Map.of("flag", "yes", "choice", "c"));
        var _ = settings.flag("flag", true);
        var _ = settings.choice("choice", Set.of("b", "a"), "a");

        assertThat(problems(settings)).containsExactly("p.flag: 'yes' is not true or false",
                "p.choice: 'c' is not one of a, b");
    }

    @Test
    void tellsWhatIsMissing() {
        Settings settings = new Settings("p", Map.of());
        var _ = settings.requiredSecret("key");
        var _ = settings.requiredUri("base-url");

        assertThat(problems(settings)).containsExactly(
                "p.key: missing; give a key, best as ${env:NAME_OF_A_VARIABLE}",
                "p.base-url: missing; give an http or https address such as http://127.0.0.1:11434/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-test-1 2", "sk-test-1\u00a0", "sk-test-1\nx", "“sk-test-1”",
            "sk-test-1\u0000"})
    void takesNoKeyThatCannotBeSentAndDoesNotRepeatIt(String key) {
        Settings settings = setting(key);
        var _ = settings.requiredSecret("x");

        assertThat(problem(settings)).startsWith("p.x: has a character that cannot be sent")
                .doesNotContain("sk-test");
    }

    @Test
    void tellsAllAtOnceWithWhatNobodyAskedFor() {
        Settings settings = new Settings("p", Map.of("key", "k", "conut", "1", "extra", "2"));
        var _ = settings.count("count", 1);
        var _ = settings.secret("key");
        settings.reject("key", "is not to my taste");

        assertThat(problems(settings)).containsExactly("p.key: is not to my taste",
                "p.conut: unknown setting; did you mean 'count'?", "p.extra: unknown setting");
    }

    @Test
    void hasNoDotBeforeANameAtTheTop() {
        Settings settings = new Settings("", Map.of("x", "0"));
        var _ = settings.count("x", 1);

        assertThat(problem(settings)).startsWith("x: ");
    }

    @Test
    void printsNoValue() {
        assertThat(setting("sk-test-1")).hasToString("Settings[p]");
    }

    private static Settings setting(String value) {
        return new Settings("p", Map.of("x", value));
    }

    private static String problem(Settings settings) {
        assertThat(problems(settings)).hasSize(1);
        return problems(settings).getFirst();
    }

    private static List<String> problems(Settings settings) {
        SettingsException e = catchThrowableOfType(SettingsException.class, settings::check);
        assertThat(e).as("what check() throws").isNotNull();
        return e.problems().stream().map(Problem::toString).toList();
    }
}
