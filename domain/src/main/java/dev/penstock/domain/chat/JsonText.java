package dev.penstock.domain.chat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// UTF-8 JSON that is carried, not interpreted.
///
/// Immutable. A class and not a record, because a record would hand out its array and print its content: what people
/// write to a model does not belong in a log by accident.
public final class JsonText {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    private JsonText(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /// Takes over `bytes` without copying them; the caller must not write to the array again.
    public static JsonText owning(byte[] bytes) {
        return new JsonText(bytes, 0, bytes.length);
    }

    public static JsonText copyOf(byte[] bytes, int offset, int length) {
        return owning(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    public static JsonText of(String text) {
        return owning(text.getBytes(StandardCharsets.UTF_8));
    }

    /// In bytes.
    public int length() {
        return length;
    }

    /// The byte at `index`, counted from 0.
    public byte byteAt(int index) {
        return bytes[offset + Objects.checkIndex(index, length)];
    }

    /// Where the ASCII character stands for the first time at or after `from`, or -1 if it does not.
    public int indexOf(char ascii, int from) {
        byte wanted = (byte) ascii;
        byte[] all = bytes;
        int end = offset + length;
        for (int i = offset + from; i < end; i++) {
            if (all[i] == wanted) {
                return i - offset;
            }
        }
        return -1;
    }

    /// Whether exactly these bytes stand at `index`.
    public boolean hasAt(int index, byte[] expected) {
        int start = offset + Objects.checkIndex(index, length);
        return index + expected.length <= length
                && Arrays.equals(bytes, start, start + expected.length, expected, 0, expected.length);
    }

    /// The bytes from `start` to before `end`, sharing this text's memory.
    public JsonText slice(int start, int end) {
        Objects.checkFromToIndex(start, end, length);
        return new JsonText(bytes, offset + start, end - start);
    }

    /// Whether the ASCII text stands anywhere in here, be it inside a string or not.
    public boolean contains(String ascii) {
        byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
        int last = offset + length - wanted.length;
        for (int i = offset; i <= last; i++) {
            if (bytes[i] == wanted[0]
                    && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, offset, length);
    }

    /// A fresh copy, the caller's to keep.
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    public InputStream asStream() {
        return new ByteArrayInputStream(bytes, offset, length);
    }

    /// The content decoded; what is not valid UTF-8 comes out as U+FFFD.
    public String text() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    /// The content as it reads: the same with the escapes of its strings resolved, so that whoever searches it finds what a
    /// model would, however the client spelt it. No JSON any more.
    public String unescaped() {
        String text = text();
        int escape = text.indexOf('\\');
        if (escape < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int from = 0;
        while (escape >= 0 && escape + 1 < text.length()) {
            plain.append(text, from, escape);
            from = escape + 2;
            char kind = text.charAt(escape + 1);
            int code = kind == 'u' ? hex(text, from) : -1;
            if (code >= 0) {
                plain.append((char) code);
                from += 4;
            } else {
                plain.append(switch (kind) {
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> kind;
                });
            }
            escape = text.indexOf('\\', from);
        }
        return plain.append(text, from, text.length()).toString();
    }

    /// Four hexadecimal digits as a number; -1 if they are not there.
    private static int hex(String text, int from) {
        if (from + 4 > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonText that
                && Arrays.equals(bytes, offset, offset + length, that.bytes, that.offset,
                        that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /// Says how long the text is, never what it says; see [#text()].
    @Override
    public String toString() {
        return "JsonText[" + length + " bytes]";
    }
}
