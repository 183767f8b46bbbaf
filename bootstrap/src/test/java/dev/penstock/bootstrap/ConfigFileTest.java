package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.ConfigReaderTest.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.access.Secret;
import dev.penstock.domain.route.UpstreamModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the file can say.
final class ConfigFileTest {
    private static final String WHOLE = """
            listener:
              host: 127.0.0.3
              port: 4000
              api-key: ${env:GATEWAY}
              body-limit: 2MB
              cors-origins: [https://a.example, https://b.example]
              max-connections: 100
              read-timeout: 5s
              idle-timeout: 1m
              drain-timeout: PT2S
            default: {provider: singapore, model: qwen3-coder-plus}
            answer-timeout: 90s
            providers:
              singapore:
                kind: dashscope
                base-url: https://dashscope-intl.example/v1
                key: ${env:INTL}
                response-timeout: 3m
              beijing:
                kind: dashscope
                key: ${env:BEIJING}
              demo:
            routes:
              coder: [singapore/qwen3-coder-plus, beijing/qwen3-coder-plus]
              gpt-4.1: demo/some/model
              both: singapore/a, beijing/b
            """;

    @TempDir
    private Path folder;

    private Configured whole() {
        return Configured.in(folder)
                .with("GATEWAY", "sk-test-gateway")
                .with("INTL", "sk-test-intl")
                .with("BEIJING", "sk-test-beijing")
                .file(WHOLE);
    }

    @Test
    void saysEverything() {
        GatewayConfig config = whole().read();

        assertThat(config.listener().host()).isEqualTo("127.0.0.3");
        assertThat(config.listener().port()).isEqualTo(4000);
        assertThat(config.listener().bodyLimit()).isEqualTo(2_000_000);
        assertThat(config.listener().pages().origins()).containsExactly("https://a.example",
                "https://b.example");
        assertThat(config.listener().maxConnections()).isEqualTo(100);
        assertThat(config.listener().readTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.listener().idleTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.listener().drainTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.apiKey().map(Secret::reveal)).contains("sk-test-gateway");
        assertThat(config.defaultModel()).hasToString("singapore/qwen3-coder-plus");
        assertThat(config.answerTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.source()).isEqualTo("penstock.yaml and the environment");
        assertThat(config.warnings())
                .containsExactly("the key in INTL is sent to dashscope-intl.example, because"
                        + " penstock.yaml in the working directory sets providers.singapore.base-url");
        assertThat(whole().problems()).isEmpty();
    }

    @Test
    void hasSeveralProvidersOfAKindInItsOwnOrder() {
        GatewayConfig config = whole().read();

        assertThat(config.providers()).extracting(provider -> provider.id() + " " + provider.kind())
                .containsExactly("singapore dashscope", "beijing dashscope", "demo demo");
        assertThat(provider(config, "singapore").settings()).containsEntry("key", "sk-test-intl")
                .containsEntry("base-url", "https://dashscope-intl.example/v1")
                .containsEntry("response-timeout", "3m");
        assertThat(provider(config, "beijing").settings()).isEqualTo(Map.of("key", "sk-test-beijing"));
    }

    @Test
    void givesAProviderAsManyRequestsAtATimeAsThereAreConnectionsUnlessItSaysOtherwise() {
        GatewayConfig config = Configured.in(folder).file("""
                listener: {max-connections: 100}
                providers:
                  many: {kind: demo}
                  few: {kind: demo, max-concurrent: 3}
                """).read();

        assertThat(provider(config, "many").concurrency().most()).isEqualTo(100);
        assertThat(provider(config, "few").concurrency().most()).isEqualTo(3);
    }

    @Test
    void leavesTheDefaultToItsFirstProvider() {
        GatewayConfig config = Configured.in(folder).file("""
                providers:
                  zulu: {kind: openai-compatible, base-url: http://127.0.0.1:1/v1}
                  alpha: {kind: openai-compatible, base-url: http://127.0.0.1:2/v1}
                  mike: {kind: openai-compatible, base-url: http://127.0.0.1:3/v1}
                """).read();

        assertThat(config.defaultModel().provider()).hasToString("zulu");
    }

    @Test
    void hasRoutesWithSeveralUpstreamsAndDotsInTheirNames() {
        GatewayConfig config = whole().read();

        assertThat(config.routes()).extracting(route -> route.model().text() + " → "
                + String.join(" ",
                        route.upstreams(route.model().text(), () -> 0)
                                .stream()
                                .map(UpstreamModel::toString)
                                .toList()))
                .containsExactly("coder → singapore/qwen3-coder-plus beijing/qwen3-coder-plus",
                        "gpt-4.1 → demo/some/model", "both → singapore/a beijing/b");
    }

    @Test
    void losesAgainstTheEnvironment() {
        GatewayConfig config = whole().with("PORT", "5000")
                .with("PENSTOCK_HOST", "127.0.0.4")
                .with("PENSTOCK_API_KEY", "sk-test-variable")
                .with("UPSTREAM_SERVICE", "beijing")
                .with("DEFAULT_MODEL", "other")
                .read();

        assertThat(config.listener().port()).isEqualTo(5000);
        assertThat(config.listener().host()).isEqualTo("127.0.0.4");
        assertThat(config.apiKey().map(Secret::reveal)).contains("sk-test-variable");
        assertThat(config.defaultModel()).hasToString("beijing/other");
    }

    @Test
    void losesItsProvidersKeyAgainstTheEnvironment() {
        GatewayConfig config = Configured.in(folder)
                .with("DASHSCOPE_KEY", "sk-test-variable")
                .with("DASHSCOPE_BASE_URL", "https://variable.example/v1")
                .file("""
                        providers:
                          dashscope: {key: sk-test-file, base-url: "https://file.example/v1", idle-timeout: 9s}
                        """)
                .read();

        assertThat(provider(config, "dashscope").settings()).containsEntry("key", "sk-test-variable")
                .containsEntry("base-url", "https://variable.example/v1")
                .containsEntry("idle-timeout", "9s");
    }

    @ParameterizedTest
    @CsvSource({"10MB, 10000000", "512KB, 512000", "1MiB, 1048576", "2 kib, 2048", "10485760, 10485760",
            "7B, 7"})
    void hasSizes(String written, long bytes) {
        assertThat(Configured.in(folder)
                .file("listener: {body-limit: " + written + "}")
                .read()
                .listener()
                .bodyLimit()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2GB", "-1", "ten", "1001MB", "1.5MB"})
    void hasNoOtherSizes(String written) {
        assertThat(Configured.in(folder).file("listener: {body-limit: " + written + "}").problem())
                .startsWith("listener.body-limit: '" + written + "' is ");
    }

    @Test
    void keepsTheSpellingOfWhatLooksLikeANumberOrAWord() {
        assertThat(Configured.in(folder).file("default: {model: 4.10}").read().defaultModel())
                .hasToString("demo/4.10");
        assertThat(Configured.in(folder).file("default: {model: on}").read().defaultModel())
                .hasToString("demo/on");
    }

    @Test
    void letsProvidersShareWhatTheyHaveInCommon() {
        GatewayConfig config = Configured.in(folder).file("""
                providers:
                  one: &common
                    kind: openai-compatible
                    base-url: http://127.0.0.1:1/v1
                    idle-timeout: 9s
                  two:
                    <<: *common
                    base-url: http://127.0.0.1:2/v1
                """).read();

        assertThat(provider(config, "two").kind()).isEqualTo("openai-compatible");
        assertThat(provider(config, "two").settings()).containsEntry("idle-timeout", "9s")
                .containsEntry("base-url", "http://127.0.0.1:2/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"providers:\n  a: &a\n    <<: *a\n", "providers: &a\n  kind:\n    same: *a\n",
            "listener: &l\n  cors-origins:\n    - *l\n", "routes: {a: &a {upstreams: [b/c,\n\n  *a]}}",
            "retry:\n  <<:\n    - &a [*a]\n"})
    void tellsTheLineInWhichASectionRefersToItself(String yaml) {
        assertThat(Configured.in(folder).file(yaml).problem()).startsWith("penstock.yaml: line 3: ")
                .endsWith("refers to what it is itself a part of");
    }

    @Test
    void mayReferToOneSectionManyTimes() {
        assertThat(Configured.in(folder).file("""
                providers:
                  one: &one {kind: demo}
                  two: &two {<<: *one}
                  three: &three {kind: &three demo, <<: [*two, *two], pace: *three}
                """).read().providers()).hasSize(3);
    }

    @Test
    void mayBeNamed() {
        Configured two = Configured.in(folder)
                .file("listener: {port: 1}")
                .file("variable.yaml", "listener: {port: 2}")
                .file("option.yaml", "listener: {port: 3}")
                .with("PENSTOCK_CONFIG", "variable.yaml");

        assertThat(two.read().listener().port()).isEqualTo(2);
        assertThat(two.read(Optional.of(Path.of("option.yaml"))).listener().port()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "---\n", "listener:\nproviders:\nroutes:\ndefault:\n"})
    void maySayNothing(String nothing) {
        assertThat(Configured.in(folder).file(nothing).read().defaultModel()).hasToString("demo/qwen3-max");
    }
}
