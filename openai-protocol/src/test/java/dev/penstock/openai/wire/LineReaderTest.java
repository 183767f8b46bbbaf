package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    private static final byte[] STREAM = "{\"a\":1}\n\n{\"b\":\"é 北京 🏮\"}\r\n \t\r\n  {\"c\":[]}\n{\"d\":4}"
            .getBytes(StandardCharsets.UTF_8);

    @Test
    void readsLinesWhereverTheBytesAreCut() {
        for (int piece = 1; piece <= STREAM.length; piece++) {
            LineReader reader = new LineReader();
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < STREAM.length; i += piece) {
                reader.feed(STREAM, i, Math.min(piece, STREAM.length - i),
                        event -> lines.add(event.data().text()));
            }
            reader.end(event -> lines.add(event.data().text()));

            assertThat(lines).as("pieces of %d bytes", piece)
                    .containsExactly("{\"a\":1}", "{\"b\":\"é 北京 🏮\"}\r", "{\"c\":[]}", "{\"d\":4}");
        }
    }

    @Test
    void handsALineOverWithItsEndAndDoesNotWaitForMore() {
        LineReader reader = new LineReader();
        List<ServerEvent> events = new ArrayList<>();
        byte[] bytes = "{}\n{\"b".getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length, events::add);

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.data().text()).isEqualTo("{}");
            assertThat(event.name()).isEmpty();
        });
    }

    @Test
    void hasNothingMoreToSayBehindAWholeLine() {
        LineReader reader = new LineReader();
        List<ServerEvent> events = new ArrayList<>();
        byte[] bytes = "{}\n".getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length, events::add);
        reader.end(events::add);

        assertThat(events).hasSize(1);
    }

    @Test
    void givesUpOnALineWithoutEnd() {
        LineReader reader = new LineReader();
        byte[] bytes = "x".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
            for (int i = 0; i < 17; i++) {
                reader.feed(bytes, 0, bytes.length, _ -> {
                });
            }
        }).isInstanceOf(Framing.EventTooLongException.class);
    }
}
