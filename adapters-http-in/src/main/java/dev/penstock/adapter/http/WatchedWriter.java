package dev.penstock.adapter.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/// A connection's writer, timed: a client that takes nothing any more is not waited for for ever.
record WatchedWriter(DataWriter writer, ClientConnection client) implements DataWriter {
    @Override
    public void write(BufferData... buffers) {
        timed(() -> writer.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        timed(() -> writer.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        timed(() -> writer.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        timed(() -> writer.writeNow(buffer));
    }

    @Override
    public void flush() {
        timed(writer::flush);
    }

    @Override
    public void close() {
        writer.close();
    }

    private void timed(Runnable write) {
        client.writing();
        try {
            write.run();
        } finally {
            client.written();
        }
    }
}
