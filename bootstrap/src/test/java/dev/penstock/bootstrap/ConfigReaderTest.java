package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.access.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes of which variables and settings.
final class ConfigReaderTest {
    private static final String KEY = "sk-test-0123456789";

    @TempDir
    private Path folder;

    @Test
    void needsNothing() {
        GatewayConfig config = Configured.in(folder).read();

        assertThat(config.listener().host()).isEqualTo("127.0.0.1");
        assertThat(config.listener().port()).isEqualTo(3000);
        assertThat(config.listener().bodyLimit()).isEqualTo(10_000_000);
        assertThat(config.listener().pages().origins()).containsExactly("*");
        assertThat(config.apiKey()).isEmpty();
        assertThat(config.defaultModel()).hasToString("demo/qwen3-max");
        assertThat(names(config)).containsExactly("demo");
        assertThat(config.routes()).isEmpty();
        assertThat(config.answerTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.source()).isEqualTo("the environment");
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DASHSCOPE_KEY, '', dashscope/qwen3-max", "OPENROUTER_KEY, '', openrouter/qwen/qwen3-max",
            "DASHSCOPE_KEY, OPENROUTER_KEY, dashscope/qwen3-max",
            "OPENAI_COMPATIBLE_KEY, '', demo/qwen3-max"})
    void choosesTheProviderWhoseKeyIsSet(String one, String other, String chosen) {
        GatewayConfig config = Configured.in(folder).with(one, KEY).with(other, KEY).read();

        assertThat(config.defaultModel()).hasToString(chosen);
    }

    @Test
    void takesTheProviderThatIsAskedForThoughAnotherHasAKey() {
        GatewayConfig config = Configured.in(folder)
                .with("DASHSCOPE_KEY", KEY)
                .with("UPSTREAM_SERVICE", "demo")
                .read();

        assertThat(config.defaultModel()).hasToString("demo/qwen3-max");
        assertThat(names(config)).containsExactly("dashscope", "demo");
    }

    @ParameterizedTest
    @CsvSource({"dashscope, DASHSCOPE_KEY", "openrouter, OPENROUTER_KEY",
            "openai-compatible, OPENAI_COMPATIBLE_BASE_URL"})
    void demandsWhatTheProviderThatIsAskedForNeeds(String service, String missing) {
        assertThat(Configured.in(folder).with("UPSTREAM_SERVICE", service).problem())
                .isEqualTo("UPSTREAM_SERVICE: '" + service + "' needs " + missing + ", which is not set");
    }

    @Test
    void takesAnEmptyVariableForNone() {
        GatewayConfig config = Configured.in(folder)
                .with("DASHSCOPE_KEY", " ")
                .with("PORT", "")
                .with("UPSTREAM_SERVICE", "")
                .read();

        assertThat(config.defaultModel()).hasToString("demo/qwen3-max");
        assertThat(config.listener().port()).isEqualTo(3000);
    }

    @Test
    void readsEveryVariable() {
        GatewayConfig config = Configured.in(folder)
                .with("UPSTREAM_SERVICE", "openai-compatible")
                .with("OPENAI_COMPATIBLE_BASE_URL", "http://127.0.0.1:11434/v1")
                .with("OPENAI_COMPATIBLE_KEY", KEY)
                .with("DASHSCOPE_KEY", "sk-test-dashscope")
                .with("DASHSCOPE_BASE_URL", "https://dashscope.example/v1")
                .with("OPENROUTER_KEY", "sk-test-openrouter")
                .with("OPENROUTER_BASE_URL", "https://openrouter.example/v1")
                .with("DEFAULT_MODEL", "llama3")
                .with("PORT", "8080")
                .with("PENSTOCK_HOST", "127.0.0.2")
                .with("PENSTOCK_API_KEY", "sk-test-gateway")
                .read();

        assertThat(config.defaultModel()).hasToString("openai-compatible/llama3");
        assertThat(provider(config, "openai-compatible").settings())
                .containsEntry("base-url", "http://127.0.0.1:11434/v1")
                .containsEntry("key", KEY);
        assertThat(provider(config, "dashscope").settings())
                .containsEntry("base-url", "https://dashscope.example/v1")
                .containsEntry("key", "sk-test-dashscope");
        assertThat(provider(config, "openrouter").settings())
                .containsEntry("base-url", "https://openrouter.example/v1")
                .containsEntry("key", "sk-test-openrouter");
        assertThat(config.listener().port()).isEqualTo(8080);
        assertThat(config.listener().host()).isEqualTo("127.0.0.2");
        assertThat(config.apiKey().map(Secret::reveal)).contains("sk-test-gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "http", "3000x", "99999"})
    void callsAWrongPortByTheNameThatWasWritten(String port) {
        assertThat(Configured.in(folder).with("PORT", port).problem()).startsWith("PORT: '" + port + "'");
        assertThat(Configured.in(folder).file("listener: {port: '" + port + "'}").problem())
                .startsWith("listener.port: '" + port + "'");
    }

    @Test
    void callsAWrongAddressByTheNameThatWasWritten() {
        assertThat(
                Configured.in(folder).with("DASHSCOPE_KEY", KEY).with("DASHSCOPE_BASE_URL", "here").problem())
                .startsWith("DASHSCOPE_BASE_URL: 'here' is not an http or https address");
    }

    @Test
    void saysThatNobodyIsCalledThat() {
        assertThat(Configured.in(folder).with("UPSTREAM_SERVICE", "dashscop").problem())
                .isEqualTo("UPSTREAM_SERVICE: no provider is called 'dashscop'; did you mean 'dashscope'?");
        assertThat(Configured.in(folder).file("default: {provider: other}").problem())
                .startsWith("default.provider: no provider is called 'other'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"})
    void doesNotWarnOfAListenerThatOnlyThisMachineReaches(String host) {
        assertThat(Configured.in(folder).with("PENSTOCK_HOST", host).read().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void warnsOfAnOpenListenerUnlessItHasAKey(String host) {
        Configured open = Configured.in(folder).with("PENSTOCK_HOST", host);

        assertThat(open.read().warnings()).singleElement()
                .asString()
                .contains("anybody who reaches " + host)
                .contains("PENSTOCK_API_KEY");
        assertThat(open.with("PENSTOCK_API_KEY", KEY).read().warnings()).isEmpty();
    }

    @Test
    void takesAnAddressOutOfItsBrackets() {
        assertThat(Configured.in(folder).with("PENSTOCK_HOST", "[::1]").read().listener().host())
                .isEqualTo("::1");
    }

    @Test
    void saysThatAHostIsNoAddress() {
        assertThat(Configured.in(folder).with("PENSTOCK_HOST", "::zz").problem())
                .startsWith("PENSTOCK_HOST: '::zz' is not an address");
    }

    @Test
    void warnsOfVariablesThatDoNothing() {
        assertThat(Configured.in(folder)
                .with("DASHSCOPE_BASE_URL", "https://dashscope.example/v1")
                .with("OPENAI_COMPATIBLE_KEY", KEY)
                .read()
                .warnings()).containsExactly("DASHSCOPE_BASE_URL does nothing without DASHSCOPE_KEY",
                        "OPENAI_COMPATIBLE_KEY does nothing without OPENAI_COMPATIBLE_BASE_URL");
    }

    @Test
    void warnsOfAnAliasThatSeemsToMisspellAProvider() {
        assertThat(Configured.in(folder)
                .file("providers: {demo: {}}\naliases: {messages: {a: dmeo/x, b: demo/x, c: qwen/x}}")
                .read()
                .warnings())
                .containsExactly(
                        "aliases.messages.a names 'dmeo', which is no provider; perhaps it is 'demo'");
    }

    @Test
    void warnsOfAKeyThatAPoolInTheFileReplaces() {
        Configured pool = Configured.in(folder).with("DASHSCOPE_KEY", KEY).with("ONE", KEY + 1);

        assertThat(pool.file("providers: {dashscope: {keys: '${env:ONE}'}}").read().warnings())
                .containsExactly(
                        "DASHSCOPE_KEY does nothing: the provider 'dashscope' has its keys in the file");
    }

    @Test
    void warnsOfNoVariableThatTheFileNames() {
        assertThat(Configured.in(folder)
                .with("DASHSCOPE_KEY", KEY)
                .with("OPENAI_COMPATIBLE_KEY", KEY)
                .file("""
                        providers:
                          dashscope: {keys: ["${env:DASHSCOPE_KEY}", "${env:OPENAI_COMPATIBLE_KEY}"]}
                        """)
                .read()
                .warnings()).isEmpty();
    }

    @Test
    void warnsOnceOfAPoolThatStandsInTheFile() {
        assertThat(Configured.in(folder)
                .file("providers: {dashscope: {keys: [sk-test-one, sk-test-two]}}")
                .read()
                .warnings()).singleElement().asString().startsWith("providers.dashscope.keys stands in");
    }

    @Test
    void givesAProvidersKeyOnlyToThatKindOfProvider() {
        GatewayConfig config = Configured.in(folder)
                .with("DASHSCOPE_KEY", KEY)
                .file("""
                        providers:
                          dashscope: {kind: openai-compatible, base-url: http://127.0.0.1:1/v1}
                        """)
                .read();

        assertThat(provider(config, "dashscope").settings()).doesNotContainKey("key");
        assertThat(config.warnings()).singleElement().asString().startsWith("DASHSCOPE_KEY does nothing");
    }

    @Test
    void refusesAKeyThatCannotBeSent() {
        assertThat(Configured.in(folder).with("DASHSCOPE_KEY", "“" + KEY + "”").problem())
                .startsWith("DASHSCOPE_KEY: has a character that cannot be sent")
                .doesNotContain(KEY);
        assertThat(Configured.in(folder).with("PENSTOCK_API_KEY", KEY + "\n" + KEY).problem())
                .startsWith("PENSTOCK_API_KEY: ")
                .doesNotContain(KEY);
    }

    @Test
    void printsNoSecret() {
        GatewayConfig config = Configured.in(folder)
                .with("PENSTOCK_API_KEY", "sk-test-gateway")
                .with("DASHSCOPE_KEY", KEY)
                .file("""
                        providers:
                          other: {kind: openrouter, key: sk-test-in-the-file}
                        """)
                .read();

        assertThat(config.toString() + config.warnings()).doesNotContain("sk-test");
        assertThat(config.warnings()).singleElement().asString().startsWith("providers.other.key stands in");
    }

    private static List<String> names(GatewayConfig config) {
        return config.providers().stream().map(provider -> provider.id().value()).toList();
    }

    static ProviderConfig provider(GatewayConfig config, String name) {
        Optional<ProviderConfig> found = config.providers()
                .stream()
                .filter(provider -> provider.id().value().equals(name))
                .findFirst();
        return found.orElseThrow(() -> new AssertionError("no provider " + name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cors-origins: ['*']                   | any web page
            cors-origins: ['null']                | 'null'
            {cors-origins: '*', hosts: penstock}  | listener.hosts does nothing
            {host: 0.0.0.0}                       | listener.hosts
            """)
    void warnsOfPagesThatMaySpendTheOwnersMoney(String listener, String words) {
        String yaml = "listener: " + (listener.startsWith("{") ? listener : "{" + listener + "}");

        assertThat(Configured.in(folder).file(yaml).read().warnings())
                .anySatisfy(warning -> assertThat(warning).contains(words));
    }

    @Test
    void warnsOfHostsThatAKeyMakesUseless() {
        Configured keyed = Configured.in(folder).with("PENSTOCK_API_KEY", KEY);

        assertThat(keyed.file("listener: {hosts: [penstock]}").read().warnings())
                .containsExactly("listener.hosts does nothing with a key");
        assertThat(keyed.file("listener: {cors-origins: '*'}").read().warnings()).isEmpty();
        assertThat(keyed.read().listener().pages().guarded()).isFalse();
    }
}
