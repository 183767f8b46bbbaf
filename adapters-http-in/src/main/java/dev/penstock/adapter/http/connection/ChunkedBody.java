package dev.penstock.adapter.http.connection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a chunked body strictly (RFC 9112, section 7.1) and writes it anew for the server: as chunks of what has arrived,
/// without extensions and trailers. The server's own reader takes signs for sizes and any two bytes for a line end, refuses
/// extensions and trailers, and keeps a chunk until it is whole, however long it is.
///
/// For one thread.
public final class ChunkedBody {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_BESIDE_DATA = 64 * 1024; // bytes of extensions and trailers, all together
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private enum Part {
        SIZE, DATA, DATA_END, TRAILERS, END
    }

    private final StringBuilder line = new StringBuilder();
    private byte[] bytes;
    private int position;
    private Part part = Part.SIZE;
    private int leftOfChunk;
    private int besideData;
    private boolean lineEnds;

    /// @param begun what has been read of the body already
    public ChunkedBody(byte[] begun) {
        this.bytes = begun;
    }

    /// The next part of the body as the server understands it; after the last one [#isWhole()].
    ///
    /// @param more reads more bytes; null at the end of the connection
    /// @return null at the end of the connection
    /// @throws InvalidChunkException if this is no chunked body
    public byte @Nullable [] next(Supplier<byte @Nullable []> more) {
        while (true) {
            while (position < bytes.length) {
                if (part == Part.DATA) {
                    return chunk();
                }
                take(bytes[position++]);
                if (part == Part.END) {
                    return LAST.clone();
                }
            }
            byte[] read = more.get();
            if (read == null) {
                return null;
            }
            bytes = read;
            position = 0;
        }
    }

    public boolean isWhole() {
        return part == Part.END;
    }

    /// What was read behind the body.
    public byte[] rest() {
        return Arrays.copyOfRange(bytes, position, bytes.length);
    }

    private byte[] chunk() {
        int length = Math.min(leftOfChunk, bytes.length - position);
        byte[] size = HexFormat.of().toHexDigits(length).getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[size.length + length + 2 * LINE_END.length];
        System.arraycopy(size, 0, chunk, 0, size.length);
        System.arraycopy(LINE_END, 0, chunk, size.length, LINE_END.length);
        System.arraycopy(bytes, position, chunk, size.length + LINE_END.length, length);
        System.arraycopy(LINE_END, 0, chunk, chunk.length - LINE_END.length, LINE_END.length);
        position += length;
        leftOfChunk -= length;
        if (leftOfChunk == 0) {
            part = Part.DATA_END;
        }
        return chunk;
    }

    private void take(byte next) {
        if (lineEnds) {
            if (next != '\n') {
                throw new InvalidChunkException("A carriage return is not followed by a line feed.");
            }
            lineEnds = false;
            endLine();
            line.setLength(0);
        } else if (next == '\r') {
            lineEnds = true;
        } else if (part == Part.DATA_END) {
            throw new InvalidChunkException("A chunk is longer than its size, or its line end is missing.");
        } else if ((next >= 0 && next < ' ' && next != '\t') || next == 0x7f) {
            throw new InvalidChunkException(
                    "A control character is in the line of a chunk's size or in a trailer.");
        } else if (line.length() == MAX_LINE) {
            throw new InvalidChunkException("The line of a chunk's size or a trailer is too long.");
        } else {
            line.append((char) (next & 0xff));
        }
    }

    private void endLine() {
        switch (part) {
            case SIZE -> {
                leftOfChunk = size();
                part = leftOfChunk == 0 ? Part.TRAILERS : Part.DATA;
            }
            case DATA_END -> part = Part.SIZE;
            case TRAILERS -> {
                if (line.isEmpty()) {
                    part = Part.END;
                } else {
                    checkTrailer();
                }
            }
            case DATA, END -> throw new IllegalStateException("there are no lines in " + part);
        }
    }

    private int size() {
        int end = 0;
        long size = 0;
        for (; end < line.length() && HexFormat.isHexDigit(line.charAt(end)); end++) {
            size = size * 16 + HexFormat.fromHexDigit(line.charAt(end));
            if (size > Integer.MAX_VALUE) {
                throw new InvalidChunkException("A chunk is longer than 2147483647 bytes.");
            }
        }
        int extensions = end;
        while (extensions < line.length()
                && (line.charAt(extensions) == ' ' || line.charAt(extensions) == '\t')) {
            extensions++;
        }
        boolean bare = end == line.length();
        if (end == 0 || !(bare || (extensions < line.length() && line.charAt(extensions) == ';'))) {
            throw new InvalidChunkException("The size of a chunk is not a hexadecimal number.");
        }
        countBesideData(line.length() - end);
        return (int) size;
    }

    private void checkTrailer() {
        int colon = line.indexOf(":");
        boolean named = colon > 0;
        for (int i = 0; named && i < colon; i++) {
            char c = line.charAt(i);
            named = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                    || TOKEN_MARKS.indexOf(c) >= 0;
        }
        if (!named) {
            throw new InvalidChunkException("A trailer behind the last chunk is not a header field.");
        }
        countBesideData(line.length());
    }

    private void countBesideData(int length) {
        besideData += length;
        if (besideData > MAX_BESIDE_DATA) {
            throw new InvalidChunkException("The extensions and trailers of the body are too long.");
        }
    }
}
