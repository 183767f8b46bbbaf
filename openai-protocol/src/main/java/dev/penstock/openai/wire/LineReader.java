package dev.penstock.openai.wire;

import dev.penstock.domain.chat.JsonText;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Bytes → lines, each an event without a name, as in newline-delimited JSON. A carriage return before the line feed is
/// white space to JSON, and stays; lines of nothing but white space are passed over. A last line needs no line feed.
///
/// Pure; not safe for concurrent use.
public final class LineReader implements Framing {
    private final LineBuffer begun = new LineBuffer();

    @Override
    public String mediaType() {
        return "application/x-ndjson";
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<ServerEvent> events) {
        int lineStart = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                endLine(bytes, lineStart, i, events);
                lineStart = i + 1;
            }
        }
        begun.keep(bytes, lineStart, end);
    }

    @Override
    public int buffered() {
        return begun.length();
    }

    @Override
    public void end(Consumer<ServerEvent> events) {
        endLine(begun.bytes(), 0, 0, events);
    }

    private void endLine(byte[] bytes, int from, int to, Consumer<ServerEvent> events) {
        if (begun.isEmpty()) {
            dispatch(bytes, from, to, events);
        } else {
            begun.keep(bytes, from, to);
            int length = begun.take();
            dispatch(begun.bytes(), 0, length, events);
        }
    }

    private static void dispatch(byte[] bytes, int from, int to, Consumer<ServerEvent> events) {
        for (int i = from; i < to; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                events.accept(new ServerEvent("", JsonText.owning(Arrays.copyOfRange(bytes, i, to)),
                        OptionalInt.empty()));
                return;
            }
        }
    }
}
