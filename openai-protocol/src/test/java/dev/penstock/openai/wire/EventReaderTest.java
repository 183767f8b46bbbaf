package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private static final String STREAM = "\uFEFFdata: {\"a\":1}\n\n: comment\r\ndata:{\"b\":\"é\"}\r\n\r\n"
            + "data: [\rdata: 1]\r\revent: error\n:HTTP_STATUS/429\ndata: {}\n\n"
            + "retry: 3\nid: 7\ndata\n\ndata: x\u2028y\n\nerror: {\"e\":1}\n\ndata: [DONE]";

    @Test
    void readsAllLineEndingsFieldsAndCommentsWhereverTheBytesAreCut() {
        for (int piece = 1; piece <= STREAM.length(); piece++) {
            assertThat(read(STREAM, piece)).as("pieces of %d bytes", piece)
                    .containsExactly("{\"a\":1}", "{\"b\":\"é\"}",
                            "[\n1]", "error 429 {}", "x\u2028y", "error {\"e\":1}", "[DONE]");
        }
    }

    @Test
    void handsAnEventOverWithItsBlankLineAndDoesNotWaitForMore() {
        EventReader reader = new EventReader();
        List<ServerEvent> events = new ArrayList<>();
        byte[] bytes = "data: 1\r\r".getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length, events::add);

        assertThat(events).hasSize(1);
    }

    @Test
    void knowsTheSentinel() {
        EventReader reader = new EventReader();
        List<ServerEvent> events = new ArrayList<>();
        byte[] bytes = "data:[DONE]\n\ndata: \"[DONE]\"\n\n".getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length, events::add);

        assertThat(events).extracting(ServerEvent::isDone).containsExactly(true, false);
    }

    @Test
    void givesUpOnAnEventWithoutEnd() {
        EventReader reader = new EventReader();
        byte[] bytes = "x".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
            for (int i = 0; i < 20; i++) {
                reader.feed(bytes, 0, bytes.length, _ -> {
                });
            }
        }).isInstanceOf(Framing.EventTooLongException.class);
    }

    private static List<String> read(String stream, int piece) {
        EventReader reader = new EventReader();
        List<String> events = new ArrayList<>();
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i += piece) {
            reader.feed(bytes, i, Math.min(piece, bytes.length - i), event -> events.add(print(event)));
        }
        reader.end(event -> events.add(print(event)));
        return events;
    }

    private static String print(ServerEvent event) {
        String status = event.status().isPresent() ? event.status().getAsInt() + " " : "";
        return (event.name().isEmpty() ? "" : event.name() + " ") + status + event.data().text();
    }
}
