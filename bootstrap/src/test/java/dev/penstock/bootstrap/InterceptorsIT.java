package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.bootstrap.plugin.TinyPlugin;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The plug-ins of `docs/write-an-interceptor.md`, compiled from there, in a running gateway.
final class InterceptorsIT {
    private static final List<String> SOURCES = Documents
            .fenced(Documents.text(Documents.ROOT.resolve("docs/write-an-interceptor.md")), "java");
    private static final String KEY = "AKIA0123456789ABCDEF";
    private static final String CHAT = "/v1/chat/completions";
    private static final String EARLY = """
              - name: early
                kind: diary
                mode: observe
                folder: "%s/early"
            """;
    private static final String CAP = """
              - name: cap
                mode: edit
                tokens: 10
            """;
    private static final String GUARD = """
              - name: no-keys
                mode: refuse
            """;
    private static final String LATE = """
              - name: late
                kind: diary
                mode: observe
                answer-limit: 1KB
                folder: "%s/late"
            """;

    @TempDir
    private Path folder;

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/v1/chat/completions|{\"messages\":[{\"role\":\"user\",\"content\":\"KEY\"}]}|/error/code",
            "/v1/chat/completions|{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"KEY\"}]}|/error/code",
            "/v1/completions|{\"prompt\":\"KEY\"}|/error/code",
            "/v1/embeddings|{\"model\":\"m\",\"input\":\"KEY\"}|/error/code",
            "/v1/responses|{\"model\":\"m\",\"input\":\"KEY\"}|/error/code",
            "/v1/messages|{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"KEY\"}]}|"})
    void refuseARequestInEveryApi(String path, String body, String code) {
        try (RunningGateway gateway = gateway(GUARD)) {
            Page answer = gateway.post(path, body.replace("KEY", KEY));

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.json().at("/error/message").asText())
                    .isEqualTo("This gateway's 'no-keys' does not let the request pass: there is a key in it."
                            + " Take it out of the prompt and of the files that go with it.");
            if (code != null) {
                assertThat(answer.json().at(code).asText()).isEqualTo("request_refused");
            } else {
                assertThat(answer.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
            }
            UsageRecord line = gateway.settled();
            assertThat(line.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(line.reason()).contains("request_refused");
            assertThat(line.stream()).isEqualTo(body.contains("stream"));
            assertThat(line.model()).isEqualTo(body.contains("model") ? Optional.of("m") : Optional.empty());
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void refuseAPromptWhoseTokensAreToBeCountedSinceAnUpstreamMayCountThem() {
        try (RunningGateway gateway = gateway("relay-messages: true", GUARD)) {
            Page answer = gateway.post("/v1/messages/count_tokens",
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + KEY + "\"}]}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().at("/error/message").asText()).contains("there is a key in it");
        }
    }

    @Test
    void refuseItHoweverItIsSpelt() {
        try (RunningGateway gateway = gateway(GUARD)) {
            String spelt = KEY.replace("A", "\\u0041").replace("0", "\\u0030");

            assertThat(
                    gateway.post(CHAT, "{\"messages\":[{\"role\":\"user\",\"content\":\"" + spelt + "\"}]}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void letOtherRequestsPassAsTheyWereSent() {
        upstream.answer(answer("fine"));
        try (RunningGateway gateway = gateway(GUARD + CAP)) {
            String sent = "{ \"model\":\"m\", \"max_completion_tokens\": 1e0,\"messages\":[1] , \"odd\":1.0}";

            assertThat(gateway.post(CHAT, sent).body()).contains("fine");
            assertThat(upstream.lastRequest().text()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/v1/chat/completions|{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
            "/v1/completions|{\"model\":\"m\",\"prompt\":\"Hi\",\"max_tokens\":-1}",
            "/v1/responses|{\"model\":\"m\",\"input\":\"Hi\",\"max_output_tokens\":5000}",
            "/v1/messages|{\"model\":\"m\",\"max_tokens\":900,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"})
    void editARequestInItsOwnApi(String path, String body) {
        upstream.answer(answer("fine"));
        try (RunningGateway gateway = gateway(CAP)) {
            Page answer = gateway.post(path, body);

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(upstream.lastRequest().text()).containsPattern("\"max_(completion_)?tokens\":10\\b");
        }
    }

    @Test
    void seeEmbeddingsToo() throws IOException {
        upstream.answer(
                Reply.json(200, "{\"data\":[{\"embedding\":[0.5]}],\"usage\":{\"prompt_tokens\":3}}"));
        try (RunningGateway gateway = gateway(EARLY + CAP)) {
            assertThat(gateway.post("/v1/embeddings", "{\"model\":\"m\",\"input\":\"Hi\"}").status())
                    .isEqualTo(200);
        }
        assertThat(page("early")).startsWith("COMPLETED by up/m")
                .contains("\"input\":\"Hi\"")
                .contains("[0.5]");
    }

    @Test
    void standInTheOrderOfTheConfiguration() throws IOException {
        upstream.answer(answer("fine"));
        try (RunningGateway gateway = gateway(EARLY + CAP + LATE)) {
            gateway.post(CHAT, "{\"messages\":[1]}");
            gateway.settled();
        }
        assertThat(page("early")).startsWith("COMPLETED by up/")
                .contains("{\"messages\":[1]}\n")
                .contains("fine");
        assertThat(page("late")).contains("{\"messages\":[1],\"max_completion_tokens\":10}\n")
                .contains("fine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/v1/chat/completions|{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}|data: [DONE]",
            "/v1/responses|{\"stream\":true,\"model\":\"m\",\"input\":\"Hi\"}|response.completed",
            "/v1/messages|{\"stream\":true,\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                    + "|message_stop"})
    void seeAStreamAsItsClientDid(String path, String body, String end) throws IOException {
        upstream.answer(Reply.sse("data: " + chunk("Hello") + "\n\ndata: " + end() + "\n\ndata: [DONE]\n\n"));
        String seen;
        try (RunningGateway gateway = gateway(EARLY)) {
            seen = gateway.post(path, body).body();
        }
        assertThat(seen).contains("Hello").contains(end);
        assertThat(page("early")).endsWith("\n\n" + seen + "\n");
    }

    @Test
    void seeHowAStreamBrokeOff() throws IOException {
        upstream.answer(Reply.sse("data: " + chunk("Hello") + "\n\n"));
        try (RunningGateway gateway = gateway(EARLY)) {
            assertThatThrownBy(() -> gateway.post(CHAT, "{\"stream\":true,\"messages\":[1]}"))
                    .isInstanceOf(UncheckedIOException.class);
        }
        assertThat(page("early")).startsWith("FAILED by up/").contains("Hello").contains("\"error\"");
    }

    @Test
    void seeNoMoreOfAnAnswerThanTheirLimit() throws IOException {
        upstream.answer(answer("x".repeat(5000)));
        try (RunningGateway gateway = gateway(EARLY + LATE)) {
            gateway.post(CHAT, "{\"messages\":[1]}");
        }
        assertThat(page("early")).contains("x".repeat(5000)).doesNotContain("…");
        assertThat(page("late")).hasSizeBetween(1000, 1100).endsWith("…\n");
    }

    @Test
    void seeRequestsThatWereRefusedBehindThemOnly() throws IOException {
        try (RunningGateway gateway = gateway(EARLY + GUARD + LATE)) {
            gateway.post(CHAT, "{\"messages\":[\"" + KEY + "\"]}");
        }
        assertThat(page("early")).startsWith("REFUSED by nobody\n\n").contains(KEY);
        assertThat(folder.resolve("late")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages/count_tokens, 200", CHAT + ", 400"})
    void seeOnlyWhatAModelIsToAnswer(String path, int status) {
        try (RunningGateway gateway = gateway(GUARD)) {
            assertThat(gateway.post(path,
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + KEY + "\"}]}")
                    .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void standBesideAUsageRecorderThatGetsEveryLine() throws IOException {
        upstream.answer(answer("fine"));
        Path file = folder.resolve("usage.csv");
        try (RunningGateway gateway = gateway(GUARD + "usage-recorders: {csv: {file: \"" + file + "\"}}\n")) {
            gateway.post(CHAT, "{\"messages\":[1]}");
            gateway.post(CHAT, "{\"messages\":[\"" + KEY + "\"]}");
            gateway.post(CHAT, "no JSON");
        }
        assertThat(Files.readString(file).lines()).satisfiesExactly(
                line -> assertThat(line).matches(".*Z,req_[0-9a-f]{32},COMPLETED,7,2"),
                line -> assertThat(line).endsWith(",REFUSED,,"),
                line -> assertThat(line).endsWith(",REFUSED,,"));
    }

    /// All four plug-ins are there, and a provider `up`.
    private RunningGateway gateway(String interceptors) {
        return gateway("relay-messages: false", interceptors);
    }

    private RunningGateway gateway(String setting, String interceptors) {
        plugIn("InterceptorPlugin", "com.example.NoKeys", 0);
        plugIn("InterceptorPlugin", "com.example.Cap", 1);
        plugIn("InterceptorPlugin", "com.example.Diary", 2);
        plugIn("UsageRecorderPlugin", "com.example.Csv", 3);
        return RunningGateway.in(folder, Map.of(), """
                default: {provider: up, model: m}
                providers:
                  up: {kind: openai-compatible, base-url: "%s", %s}
                interceptors:
                """.formatted(upstream.baseUri(), setting) + interceptors.replace("%s", folder.toString()));
    }

    private void plugIn(String role, String name, int source) {
        TinyPlugin.of(role, name, SOURCES.get(source), "1")
                .with("Penstock-Shares", "openai-protocol")
                .into(folder.resolve("plugins").resolve(name));
    }

    private String page(String observer) throws IOException {
        try (var pages = Files.list(folder.resolve(observer))) {
            return Files.readString(pages.toList().getFirst());
        }
    }

    private static Reply answer(String text) {
        return Reply.json(200,
                "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                        + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,"
                        + "\"total_tokens\":9}}");
    }

    private static String chunk(String text) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":null}]}";
    }

    private static String end() {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    }
}
