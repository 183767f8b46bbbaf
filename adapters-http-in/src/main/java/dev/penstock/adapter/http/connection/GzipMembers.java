package dev.penstock.adapter.http.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// Decodes gzip (RFC 1952), the members one after the other in a loop. The JDK's own stream calls itself for each member, so
/// that some thousand empty ones overflow the stack.
///
/// For one thread. Closing it frees the decoder and leaves the source open.
public final class GzipMembers extends InputStream {
    private static final int MAX_MEMBERS = 1000;
    private static final int BUFFER = 8192;
    private static final int HEAD_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream source;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private int members;
    private boolean ended;

    /// @throws IOException if the source fails, or does not begin with a member
    public GzipMembers(InputStream source) throws IOException {
        this.source = source;
        try {
            readHead();
        } catch (IOException | RuntimeException e) {
            inflater.end();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int read = inflate(bytes, offset, length);
            if (read > 0) {
                crc.update(bytes, offset, read);
                return read;
            }
            if (inflater.finished()) {
                position = limit - inflater.getRemaining();
                readTail();
                if (atEnd()) {
                    ended = true;
                } else {
                    readHead();
                }
            } else if (inflater.needsDictionary()) {
                throw new ZipException("a gzip member needs a dictionary");
            } else {
                fill();
                inflater.setInput(buffer, 0, limit);
            }
        }
        return -1;
    }

    @Override
    public void close() {
        inflater.end();
        ended = true;
    }

    private int inflate(byte[] bytes, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw new ZipException("broken deflate data: " + e.getMessage());
        }
    }

    private void readHead() throws IOException {
        members++;
        if (members > MAX_MEMBERS) {
            throw new ZipException("more than " + MAX_MEMBERS + " gzip members");
        }
        if (next() != 0x1f || next() != 0x8b || next() != 8) {
            throw new ZipException("not a gzip member");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("unknown flags of a gzip member");
        }
        skip(6); // time, level, system
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEAD_CRC) != 0) {
            skip(2);
        }
        crc.reset();
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
    }

    private void readTail() throws IOException {
        if (nextInt() != crc.getValue() || nextInt() != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("the check sum or the length of a gzip member is wrong");
        }
    }

    private long nextInt() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        while (next() != 0) {
            // up to the zero that ends it
        }
    }

    private int next() throws IOException {
        if (atEnd()) {
            throw new EOFException("a gzip member is cut off");
        }
        return buffer[position++] & 0xff;
    }

    private boolean atEnd() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, source.read(buffer, 0, BUFFER));
        }
        return position == limit;
    }

    private void fill() throws IOException {
        position = limit;
        if (atEnd()) {
            throw new EOFException("a gzip member is cut off");
        }
    }
}
