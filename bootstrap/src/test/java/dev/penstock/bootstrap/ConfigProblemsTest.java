package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.spi.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said about a configuration that is wrong.
final class ConfigProblemsTest {
    @TempDir
    private Path folder;

    @Test
    void areToldAllAtOnceEachWithItsPath() {
        assertThat(Configured.in(folder)
                .with("PORT", "x")
                .with("HTTPS_PROXY", "socks5://127.0.0.1:1")
                .file("""
                        listner: {port: 1}
                        listener: {body-limit: big, prot: 3}
                        answer-timeout: soon
                        default: {modle: m}
                        providers:
                          one: {kind: dashscope, base-url: nowhere, respnse-timeout: 3s}
                          two: {kind: dashscop}
                          Three: {kind: demo}
                          four: {kind: openai-compatible, key: "${env:NOT_SET}"}
                        routes:
                          r: [on/x, nothing]
                        aliases:
                          mesages: {a: b}
                          messages: {"a*b*": c, d: "*", "e": " "}
                        response-store: {memory: big}
                        """)
                .problems()).extracting(Problem::path)
                .containsExactlyInAnyOrder("HTTPS_PROXY", "listner", "PORT", "listener.body-limit",
                        "listener.prot", "answer-timeout", "default.modle", "providers.one.base-url",
                        "providers.one.key", "providers.one.respnse-timeout", "providers.two.kind",
                        "providers.Three", "providers.four.key", "providers.four.base-url",
                        "routes.r[0]", "routes.r[1]", "aliases.mesages", "aliases.messages.a*b*",
                        "aliases.messages.d",
                        "aliases.messages.e", "response-store.memory");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "interceptors: {a: {mode: edit}}|interceptors: has to be a list, with a dash before each of its sections",
            "interceptors: [a]|interceptors[0]: has to be a section, with settings of its own below it",
            "interceptors: [{mode: edit}]|interceptors[0].name: missing; give it a name",
            "interceptors: [{name: A, mode: edit}]|interceptors[0].name: 'A' is no name: lower-case letters, digits and dashes,"
                    + " a letter first",
            "interceptors: [{name: a, mode: edit}, {name: a, mode: edit}]|interceptors[1].name: 'a' is another interceptor's name,"
                    + " too",
            "interceptors: [{name: a}]|interceptors[0].mode: missing; give observe, edit or refuse: what this interceptor may do",
            "interceptors: [{name: a, mode: see}]|interceptors[0].mode: 'see' is not observe, edit or refuse: what this"
                    + " interceptor may do",
            "interceptors: [{name: a, mode: edit, on-failure: stop}]|interceptors[0].on-failure: 'stop' is not one of pass,"
                    + " refuse",
            "interceptors: [{name: a, mode: observe, on-failure: pass}]|interceptors[0].on-failure: does nothing for one that only"
                    + " observes; leave it out",
            "interceptors: [{name: a, mode: edit, answer-limit: 1KB}]|interceptors[0].answer-limit: does nothing for one that sees"
                    + " no answers; leave it out",
            "interceptors: [{name: a, mode: edit, timeout: soon}]|interceptors[0].timeout: 'soon' is not a duration such as 30s,"
                    + " 5m or 500ms, of 24h at most",
            "usage-recorders: {A: {}}|usage-recorders.A: 'A' is no name: lower-case letters, digits and dashes, a letter first",
            "usage-recorders: {a: {timeout: soon}}|usage-recorders.a.timeout: 'soon' is not a duration such as 30s, 5m or 500ms,"
                    + " of 24h at most"})
    void tellWhatIsWrongWithWhatOnlyPlugInsCanMake(String yaml, String problem) throws IOException {
        Files.createDirectories(folder.resolve("plugins"));

        assertThat(Configured.in(folder).file(yaml).problems()).map(Problem::toString).contains(problem);
    }

    @Test
    void tellWhereAPlugInWouldHaveToLieThatBringsAKind() throws IOException {
        String kind = "providers: {mine: {kind: %s}}\n";

        assertThat(Configured.in(folder).file(kind.formatted("acme")).problems()).singleElement()
                .extracting(Problem::message)
                .asString()
                .endsWith(". If a plug-in is to bring it, make a folder 'plugins' here, even an empty one");
        Files.createDirectories(folder.resolve("plugins"));
        assertThat(Configured.in(folder).file(kind.formatted("No Kind")).problems()).singleElement()
                .extracting(Problem::message)
                .asString()
                .doesNotContain("folder");
    }

    @Test
    void tellThatOnlyAPlugInCanMakeThem() {
        assertThat(Configured.in(folder)
                .file("usage-recorders: {csv: {}}\ninterceptors: [{name: a, mode: edit}]\n")
                .problems()).map(Problem::toString)
                .containsExactlyInAnyOrder(
                        "usage-recorders.csv: only a plug-in can make usage recorders, and there is no"
                                + " folder " + folder.resolve("plugins") + " for any",
                        "interceptors[0]: only a plug-in can make interceptors, and there is no folder "
                                + folder.resolve("plugins") + " for any");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"listner: {}|listner: unknown setting; did you mean 'listener'?",
            "listener: {prot: 1}|listener.prot: unknown setting; did you mean 'port'?",
            "default: {modle: m}|default.modle: unknown setting; did you mean 'model'?",
            "providers: {demo: {pase: 1s}}|providers.demo.pase: unknown setting; did you mean 'pace'?",
            "metrics: {}|metrics: unknown setting"})
    void nameTheSettingThatWasProbablyMeant(String yaml, String problem) {
        assertThat(Configured.in(folder).file(yaml).problem()).isEqualTo(problem);
    }

    @Test
    void nameTheKindAndTheProviderThatWereProbablyMeant() {
        assertThat(Configured.in(folder).file("providers: {a: {kind: openruter}}").problem())
                .isEqualTo(
                        "providers.a.kind: no plug-in is of the kind 'openruter'; there are anthropic, dashscope, demo,"
                                + " ollama, openai-compatible, openrouter; did you mean 'openrouter'?");
        assertThat(Configured.in(folder).file("providers: {demo: {}}\nroutes: {r: dmo/x}").problem())
                .isEqualTo("routes.r: no provider is called 'dmo'; did you mean 'demo'?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "listener: {port: [1, 2]}|listener.port: has to be a single value, and is a list",
            "listener: {port: {a: 1}}|listener.port.a: unknown setting; did you mean 'port'?",
            "listener: 3000|listener: has to be a section, with settings of its own below it",
            "listener: [a]|listener: has to be a section, with settings of its own below it",
            "listener: {cors-origins: [{a: b}]}|listener.cors-origins: has to be a single value or a list of them",
            "answer-timeout: {a: 1s}|answer-timeout: has to be a single value, and is a section",
            "answer-timeout: [1s]|answer-timeout: has to be a single value, and is a list",
            "answer-timeout: 5|answer-timeout: '5' is not a duration such as 30s, 5m or 500ms, of 24h at most",
            "providers: demo|providers: has to be a section, with settings of its own below it",
            "providers: [demo]|providers: has to be a section, with settings of its own below it",
            "providers: {demo: fast}|providers.demo: has to be a section, with settings of its own below it",
            "providers: {demo: [a, b]}|providers.demo: has to be a section, with settings of its own below it",
            "providers: {demo: {pace: [1s]}}|providers.demo.pace: has to be a single value, and is a list",
            "routes: [a]|routes: has to be a section, with settings of its own below it",
            "routes: {r: {a: b}}|routes.r.a: unknown setting;routes.r: leads nowhere; give provider/model",
            "routes: {r: {upstreans: demo/x}}|routes.r.upstreans: unknown setting; did you mean 'upstreams'?;routes.r: leads nowhere; give provider/model",
            "routes: {r: {upstreams: [{model: demo/x, weight: 0}]}}|routes.r.weight: '0' is not a whole number from 1 up",
            "routes: {'a*b*': demo/x}|routes.a*b*: has to be a model's name, with one '*' at most",
            "routes: {r: demo/x*}|routes.r: 'demo/x*' has a '*', and the route's own name has none that it could stand for",
            "routes: {r: {upstreams: demo/x, hold-back: maybe}}|routes.r.hold-back: 'maybe' is not true or false",
            "routes: {r: {upstreams: demo/x, affinity: sticky}}|routes.r.affinity: 'sticky' is not one of none, session",
            "routes: {r: }|routes.r: leads nowhere; give provider/model",
            "routes: {r: model}|routes.r: 'model' is not of the form provider/model",
            "? [a, b]\\n: c|the top level: a name has to be a single word"})
    void sayWhatIsOfTheWrongKind(String yaml, String expected) {
        assertThat(Configured.in(folder)
                .file(yaml.replace("\\n", "\n"))
                .problems()
                .stream()
                .map(Problem::toString)).isEqualTo(List.of(expected.split(";(?=routes)", -1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "listener: {port: 1}\\nlistener: {port: 2}|listener: stands twice, in line 1 and in line 2",
            "listener:\\n  port: 1\\n\\n  port: 2|listener.port: stands twice, in line 2 and in line 4",
            "providers:\\n  a: {kind: demo}\\n  a: {kind: demo}|providers.a: stands twice, in line 2 and in line 3"})
    void tellWhatStandsTwice(String yaml, String problem) {
        assertThat(Configured.in(folder).file(yaml.replace("\\n", "\n")).problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a: [|line 1, column 5", "a: b\\n c: d|line 2, column 3",
            "a: 1\\n\\tb: 2|line 2, column 1", "a: b\\n---\\nc: d|line 2, column 1"})
    void tellWhereTheFileIsNoYaml(String yaml, String place) {
        assertThat(Configured.in(folder).file(yaml.replace("\\n", "\n").replace("\\t", "\t")).problem())
                .startsWith("penstock.yaml: is no YAML: " + place)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n- b\n", "just words\n"})
    void tellThatAFileHasNoSections(String yaml) {
        assertThat(Configured.in(folder).file(yaml).problem())
                .startsWith("penstock.yaml: has to consist of sections");
    }

    @Test
    void tellThatThereIsNoSuchFile() {
        assertThat(Configured.in(folder).with("PENSTOCK_CONFIG", "nowhere.yaml").problem())
                .isEqualTo("nowhere.yaml: there is no such file");
    }

    @Test
    void tellThatTheFileIsNotInUtf8() throws IOException {
        Files.write(folder.resolve("penstock.yaml"), "a: ü".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Configured.in(folder).problem()).isEqualTo("penstock.yaml: is not UTF-8");
    }

    @Test
    void tellWhichVariableIsNotSet() {
        assertThat(Configured.in(folder).file("listener: {api-key: '${env:NOT_SET}'}").problem())
                .isEqualTo("listener.api-key: the environment variable NOT_SET is not set");
        assertThat(Configured.in(folder).file("listener: {api-key: '${NOT_SET}'}").problem())
                .isEqualTo("listener.api-key: only ${env:NAME} is known, not ${NOT_SET}");
    }

    @Test
    void tellOfAPoolWithoutItsVariableOnceAndNotThatAKeyIsMissing() {
        assertThat(Configured.in(folder)
                .file("providers: {a: {kind: dashscope, keys: ['${env:NOT_SET}']}, b: {kind: dashscope, key: '${env:UNSET}'}}")
                .problems())
                .map(Problem::toString)
                .containsExactly("providers.a.keys: the environment variable NOT_SET is not set",
                        "providers.b.key: the environment variable UNSET is not set");
    }

    @Test
    void tellThatAKeyIsMissing() {
        assertThat(Configured.in(folder).file("providers: {dashscope: {}}").problem())
                .isEqualTo("providers.dashscope.key: missing; give a key, best as ${env:NAME_OF_A_VARIABLE}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p:\n  key: \"sk-test-123\n  x: y\n", "p:\n  key: sk-test-123\n b: c\n",
            "listener:\n  api-key: *sk-test-123\n", "listener:\n  api-key: !sk-test-123!x\n",
            "listener:\n  api-key: %sk-test-123\n", "listener:\n  api-key: @sk-test-123\n",
            "providers:\n  a:\n    kind: openai-compatible\n    base-url: https://me:sk-test-123@127.0.0.1/v1\n",
            "providers:\n  a:\n    kind: openai-compatible\n    base-url: https://me:sk-test-123@ x\n",
            "listener:\n  api-key: [sk-test-123]\n", "listener:\n  api-key: {sk: sk-test-123}\n"})
    void repeatNoSecret(String yaml) {
        Configured wrong = Configured.in(folder).file(yaml);

        assertThat(wrong.problems()).isNotEmpty();
        assertThat(wrong.problems().toString() + wrong.readersProblems()).doesNotContain("sk-test-123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t "})
    void aBlankKeyOpensNothing(String blank) {
        assertThat(Configured.in(folder).with("PENSTOCK_API_KEY", blank).problem())
                .isEqualTo(
                        "PENSTOCK_API_KEY: is blank, which would let everybody in; give a key, or unset the variable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listener: {api-key: }", "listener: {api-key: ''}", "listener: {api-key: ' '}",
            "listener:\n  api-key: ~\n"})
    void aBlankKeyInTheFileOpensNothing(String yaml) {
        assertThat(Configured.in(folder).file(yaml).problem()).startsWith("listener.api-key: is blank");
        assertThat(Configured.in(folder).file(yaml).with("PENSTOCK_API_KEY", "sk-test-gateway").problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://penstock", "a b", "penstock/", "*", "penstock:port", "[::1",
            "user@penstock"})
    void aHostIsANameOrAnAddress(String host) {
        assertThat(Configured.in(folder).with("PENSTOCK_HOSTS", host).problem())
                .startsWith("PENSTOCK_HOSTS: '" + host + "' is not a host name or an address");
    }
}
