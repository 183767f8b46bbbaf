package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.access.ClientSession;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.ReceivedRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients say about their session: it is in the ledger, and at no upstream.
final class SessionIT {
    private static final List<String> HEADERS = List.of("x-claude-code-session-id", "x-claude-code-agent-id",
            "x-claude-code-parent-agent-id", "x-claude-code-request-class", "x-claude-code-agent-type",
            "session_id", "session-id", "conversation_id", "conversation-id", "x-opencode-session",
            "x-opencode-request", "x-session-affinity", "x-amp-thread-id", "x-litellm-session-id",
            "x-codex-turn-metadata", "x-session-id");
    private static final String CHAT = "{\"model\":\"%s/m\",%s\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
            + "\"max_tokens\":9}";

    private final FakeUpstream upstream = Play.well(FakeUpstream.start());
    private final RunningGateway gateway = RunningGateway.configured(
            """
                    retry: {attempts: 1}
                    providers:
                      plain: {kind: openai-compatible, base-url: "%1$s"}
                      relaying: {kind: openai-compatible, base-url: "%1$s", relay-messages: true, relay-responses: true}
                      dashscope: {key: sk-test-a, base-url: "%1$s", relay-messages: true, relay-responses: true}
                      openrouter: {key: sk-test-a, base-url: "%1$s", relay-messages: true, relay-responses: true}
                      anthropic: {key: sk-test-a, base-url: "%1$s"}
                      ollama: {base-url: "%1$s"}
                      demo: {}
                    """
                    .formatted(upstream.baseUri()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "relaying", "dashscope", "openrouter", "anthropic", "ollama"})
    void staysWithTheGatewayWhoeverAnswers(String provider) {
        String chat = CHAT.formatted(provider, "");
        var _ = post("/v1/chat/completions", chat);
        var _ = post("/v1/messages", chat);
        var _ = post("/v1/responses", "{\"model\":\"" + provider + "/m\",\"input\":\"Hi\"}");
        var _ = post("/v1/completions", "{\"model\":\"" + provider + "/m\",\"prompt\":\"Hi\"}");
        var _ = post("/v1/embeddings", "{\"model\":\"" + provider + "/m\",\"input\":\"Hi\"}");

        assertThat(upstream.requests()).hasSizeGreaterThanOrEqualTo(3);
        for (ReceivedRequest request : upstream.requests()) {
            assertThat(request.headerLines()
                    .stream()
                    .filter(line -> line.contains("the-session"))
                    .map(line -> line.toLowerCase(Locale.ROOT)))
                    .as("%s", request)
                    .isSubsetOf(provider.equals("openrouter")
                            ? List.of("x-session-id: the-session") // a header of OpenRouter's own
                            : List.of());
        }
    }

    @Test
    void isInTheLedgerWithTheAgentAndTheClassOfTheRequest() {
        var _ = post("/v1/messages", CHAT.formatted("demo", "\"metadata\":{\"user_id\":\"other\"},"));

        assertThat(gateway.settled().session()).isEqualTo(new ClientSession(Optional.of("the-session"),
                Optional.of("the-session"), Optional.of("the-session"), Optional.of("the-session")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/v1/chat/completions | \"prompt_cache_key\":\"s-1\", | s-1",
            "/v1/chat/completions | \"session_id\":\"s-1\", | s-1",
            "/v1/chat/completions | \"metadata\":{\"sessionId\":\"s-1\"}, | s-1",
            "/v1/messages | \"metadata\":{\"user_id\":\"user_1_account_2_session_s-1\"}, | s-1"})
    void isInTheLedgerIfTheBodyAloneNamesIt(String path, String member, String session) {
        for (String provider : List.of("plain", "demo")) {
            var _ = gateway.post(path, CHAT.formatted(provider, member));

            assertThat(gateway.settled().session()).as(provider).isEqualTo(ClientSession.of(session));
        }
    }

    @Test
    void isInTheLedgerIfTheBodyOfAResponsesRequestNamesIt() {
        for (String provider : List.of("relaying", "demo")) {
            var _ = gateway.post("/v1/responses", "{\"model\":\"" + provider
                    + "/m\",\"input\":\"Hi\",\"prompt_cache_key\":\"s-1\"}");

            assertThat(gateway.settled().session()).as(provider).isEqualTo(ClientSession.of("s-1"));
        }
    }

    @Test
    void isInTheLedgerOfARequestThatIsRefused() {
        var _ = post("/v1/chat/completions", "no JSON");

        assertThat(gateway.settled().session().id()).contains("the-session");
    }

    private Page post(String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        HEADERS.forEach(name -> request.header(name, "the-session"));
        return Page.of(request.build());
    }
}
