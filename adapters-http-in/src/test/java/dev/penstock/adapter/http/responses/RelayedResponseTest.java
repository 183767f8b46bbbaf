package dev.penstock.adapter.http.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayedResponseTest {
    private static final String CREATED = """
            {"type":"response.created", "sequence_number":0,"response":{"id":"resp_theirs","created_at":5,"model":"m"}}""";
    private static final String DELTA = "{\"type\":\"response.output_text.delta\",\"sequence_number\":7}";
    private static final ErrorAnswer BROKEN = ErrorAnswer.of(502, "It broke off.", "upstream_garbled");

    private final RelayedResponse stream = new RelayedResponse("0001", 9);
    private final EventBuffer out = new EventBuffer(64);

    @Test
    void passesEventsOnAsTheyAre() {
        relay();

        assertThat(text()).isEqualTo("event: response.created\ndata: " + CREATED
                + "\n\nevent: response.output_text.delta\ndata: " + DELTA + "\n\n");
    }

    @Test
    void failsTheResponseThatTheUpstreamHasBegun() {
        relay();
        stream.failure(BROKEN, out);

        assertThat(text()).endsWith(
                """
                        event: response.failed
                        data: {"type":"response.failed","sequence_number":8,"response":{"id":"resp_theirs","object":"response",\
                        "created_at":5,"output":[],"model":"m","status":"failed","error":{"code":"server_error",\
                        "message":"It broke off.","reason":"upstream_garbled"}}}

                        """);
    }

    @Test
    void failsAResponseOfItsOwnWhereTheUpstreamHasBegunNone() {
        stream.failure(BROKEN, out);

        assertThat(text()).contains("\"sequence_number\":0", "\"id\":\"resp_0001\"", "\"created_at\":9",
                "\"status\":\"failed\"");
    }

    private void relay() {
        stream.chunks(List.of(ChatChunk.event("response.created", JsonText.of(CREATED)),
                ChatChunk.event("response.output_text.delta", JsonText.of(DELTA))), out);
    }

    private String text() {
        return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    }
}
