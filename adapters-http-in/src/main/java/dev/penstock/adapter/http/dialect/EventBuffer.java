package dev.penstock.adapter.http.dialect;

import dev.penstock.domain.chat.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Server-sent events in memory, to be sent in one write. Not safe for concurrent use.
public final class EventBuffer {
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] LINE_END = ascii("\n");
    private static final byte[] EVENT_END = ascii("\n\n");

    private final Bytes bytes;

    /// @param size in bytes, about what will be needed
    public EventBuffer(int size) {
        this.bytes = new Bytes(size);
    }

    /// An event without a name.
    ///
    /// @param json one line
    public EventBuffer data(JsonText json) {
        bytes.append(DATA);
        bytes.append(json);
        bytes.append(EVENT_END);
        return this;
    }

    /// An event with a name.
    ///
    /// @param name ASCII, one line
    /// @param json one line, UTF-8
    public EventBuffer event(String name, byte[] json) {
        bytes.append(EVENT);
        bytes.append(ascii(name));
        bytes.append(LINE_END);
        bytes.append(DATA);
        bytes.append(json);
        bytes.append(EVENT_END);
        return this;
    }

    /// The same with JSON that is carried.
    public EventBuffer event(String name, JsonText json) {
        bytes.append(EVENT);
        bytes.append(ascii(name));
        bytes.append(LINE_END);
        return data(json);
    }

    /// A line that every client passes over.
    ///
    /// @param text ASCII, one line
    public EventBuffer comment(String text) {
        bytes.append(ascii(": " + text));
        bytes.append(EVENT_END);
        return this;
    }

    public int size() {
        return bytes.size();
    }

    /// The buffer's own memory, of which the first [#size()] bytes count; not to be kept.
    public byte[] array() {
        return bytes.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Does not copy on the way out, and throws nothing.
    private static final class Bytes extends ByteArrayOutputStream {
        Bytes(int size) {
            super(size);
        }

        void append(byte[] more) {
            write(more, 0, more.length);
        }

        void append(JsonText json) {
            try {
                json.writeTo(this);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory does not fail", e);
            }
        }

        byte[] array() {
            return buf;
        }
    }
}
