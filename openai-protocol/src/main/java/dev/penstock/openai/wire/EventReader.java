package dev.penstock.openai.wire;

import dev.penstock.domain.chat.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Bytes → server-sent events, by the rules of the HTML standard (section 9.2, "Server-sent events"): lines end with LF,
/// CR LF or CR, one byte-order mark is skipped, `data` lines are joined with LF, comments and unknown fields are passed
/// over.
///
/// Two leniencies: an event that the end of the stream leaves without its blank line counts all the same, and a field
/// `error`, which older llama.cpp servers write, is an event of that name.
///
/// Pure and incremental: the cuts between the pieces it is fed do not matter. Not safe for concurrent use.
public final class EventReader implements Framing {
    private static final byte[] STATUS_COMMENT = ":HTTP_STATUS/".getBytes(StandardCharsets.US_ASCII);

    private final LineBuffer line = new LineBuffer();
    private boolean lastWasCr;
    private boolean started;
    private byte @Nullable [] data;
    private String name = "";
    private OptionalInt status = OptionalInt.empty();

    @Override
    public String mediaType() {
        return "text/event-stream";
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<ServerEvent> events) {
        int lineStart = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (b > '\r' && !lastWasCr) {
                continue; // nearly every byte
            }
            if (b == '\n' && lastWasCr) {
                lastWasCr = false;
                lineStart = i + 1;
            } else if (b == '\n' || b == '\r') {
                lastWasCr = b == '\r';
                endLine(bytes, lineStart, i, events);
                lineStart = i + 1;
            } else {
                lastWasCr = false;
            }
        }
        line.keep(bytes, lineStart, end);
    }

    @Override
    public int buffered() {
        return line.length() + (data == null ? 0 : data.length);
    }

    @Override
    public void end(Consumer<ServerEvent> events) {
        if (!line.isEmpty()) {
            endLine(line.bytes(), 0, 0, events);
        }
        dispatch(events);
    }

    private void endLine(byte[] bytes, int from, int to, Consumer<ServerEvent> events) {
        if (line.isEmpty()) {
            read(bytes, from, to, events);
        } else {
            line.keep(bytes, from, to);
            int length = line.take();
            read(line.bytes(), 0, length, events);
        }
    }

    private void read(byte[] bytes, int start, int to, Consumer<ServerEvent> events) {
        int from = start;
        if (!started) {
            started = true;
            boolean mark = to - from >= 3 && bytes[from] == (byte) 0xEF && bytes[from + 1] == (byte) 0xBB
                    && bytes[from + 2] == (byte) 0xBF;
            from += mark ? 3 : 0;
        }
        if (from == to) {
            dispatch(events);
        } else if (bytes[from] == ':') {
            readComment(bytes, from, to);
        } else if (isField("data", bytes, from, to)) {
            append(bytes, valueStart(4, bytes, from, to), to);
        } else if (isField("event", bytes, from, to)) {
            name = new String(bytes, valueStart(5, bytes, from, to), to - valueStart(5, bytes, from, to),
                    StandardCharsets.UTF_8);
        } else if (isField("error", bytes, from, to)) {
            name = "error";
            append(bytes, valueStart(5, bytes, from, to), to);
        }
    }

    private void readComment(byte[] bytes, int from, int to) {
        int digits = from + STATUS_COMMENT.length;
        if (to - digits == 3
                && Arrays.equals(bytes, from, digits, STATUS_COMMENT, 0, STATUS_COMMENT.length)) {
            int value = 0;
            for (int i = digits; i < to; i++) {
                value = value * 10 + (bytes[i] - '0');
            }
            status = OptionalInt.of(value);
        }
    }

    private static boolean isField(String field, byte[] bytes, int from, int to) {
        int length = field.length();
        if (to - from < length || (to - from > length && bytes[from + length] != ':')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != field.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int valueStart(int fieldLength, byte[] bytes, int from, int to) {
        int start = Math.min(from + fieldLength + 1, to);
        return start < to && bytes[start] == ' ' ? start + 1 : start;
    }

    private void append(byte[] bytes, int from, int to) {
        byte[] soFar = data;
        if (soFar == null) {
            data = Arrays.copyOfRange(bytes, from, to);
            return;
        }
        if (soFar.length + (to - from) > MAX_EVENT_BYTES) {
            throw new EventTooLongException();
        }
        byte[] joined = Arrays.copyOf(soFar, soFar.length + 1 + to - from);
        joined[soFar.length] = '\n';
        System.arraycopy(bytes, from, joined, soFar.length + 1, to - from);
        data = joined;
    }

    private void dispatch(Consumer<ServerEvent> events) {
        byte[] complete = data;
        ServerEvent event = complete == null || complete.length == 0
                ? null
                : new ServerEvent(name, JsonText.owning(complete), status);
        data = null;
        name = "";
        status = OptionalInt.empty();
        if (event != null) {
            events.accept(event);
        }
    }
}
