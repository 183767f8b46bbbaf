package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.AnthropicSdk.asking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Routes on which one upstream speaks the client's API and the other speaks chat completions alone.
final class RelayFallbackIT {
    private final FakeUpstream speaks = FakeUpstream.start();
    private final FakeUpstream chats = FakeUpstream.start();
    private final RunningGateway gateway = RelayIT.gateway("10s", speaks, chats);

    @AfterEach
    void close() {
        gateway.close();
        speaks.close();
        chats.close();
    }

    @Test
    void isTranslatedForAFallbackThatSpeaksChatCompletionsAlone() {
        speaks.answer(Reply.json(529,
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"No\"}}"));
        Play.well(chats);
        try (AnthropicSdk sdk = AnthropicSdk.of(RelayIT.gateway("10s", speaks, chats))) {
            assertThat(AnthropicSdk.text(sdk.stream(asking("Hello").model("both")))).isEqualTo("one");
        }
        assertThat(chats.lastRequest().path()).isEqualTo("/v1/chat/completions");
    }

    @Test
    void goesToTheUpstreamThatSpeaksItWhereItCannotBeTranslated() throws IOException {
        speaks.answer(Reply.sse(RelayIT.MESSAGE + RelayIT.END));
        String document = RelayIT.ASK.replace("\"Hi\"",
                "[{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"file_1\"}}]")
                .replace("both", "chat-first");

        assertThat(RelayIT.ask(gateway, document).body()).isEqualTo(RelayIT.MESSAGE + RelayIT.END);
        assertThat(chats.requests()).isEmpty();
    }

    @Test
    void staysWithTheGatewayWhereThoughtsWereSignedThere() throws IOException {
        speaks.answer(Reply.json(529, "{}"));
        chats.answer(Play.stream()
                .write(Play.event("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"Hm\"}}]}"))
                .write(Play.event(Play.CHUNK) + Play.event(Play.END)));
        String signature = RelayIT.ask(gateway, RelayIT.ASK.replaceFirst(",\\s*\"tools\".*", "}"))
                .body()
                .replaceFirst("(?s).*\"signature\":\"([^\"]+)\".*", "$1");
        Play.well(speaks);

        try (RawExchange exchange = RelayIT.exchange(gateway,
                """
                        {"model":"both","max_tokens":9,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[
                        {"type":"thinking","thinking":"Hm","signature":"%s"},{"type":"text","text":"one"}]},{"role":"user","content":"More"}]}"""
                        .formatted(signature))) {
            assertThat(exchange.read().body()).contains("\"stop_reason\":\"end_turn\"");
        }
        assertThat(speaks.lastRequest().path()).isEqualTo("/v1/chat/completions");
    }

    @Test
    void staysWithTheGatewayWhereTheTurnBeforeIsKeptThere() {
        Play.well(chats);
        String first = gateway.post("/v1/responses", "{\"model\":\"chats/m\",\"input\":\"Hi\"}")
                .json()
                .path("id")
                .asText();
        chats.answer(Reply.json(500, "{}"));
        Play.well(speaks);

        Page answer = gateway.post("/v1/responses",
                "{\"model\":\"both\",\"input\":\"More\",\"previous_response_id\":\"" + first + "\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(speaks.lastRequest().path()).isEqualTo("/v1/chat/completions");
        assertThat(speaks.lastRequest().text()).contains("\"Hi\"", "\"More\"");
    }
}
