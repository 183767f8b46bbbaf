package dev.penstock.adapter.http;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChunkSink;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chunks → server-sent events. The response begins with the first chunk, so that a failure before it can still have a
/// status of its own; or, if that takes too long, with a comment, which every client passes over.
///
/// One thread sends, and [Heartbeat]'s threads fill the silences; a lock keeps them apart.
final class EventStream implements ChunkSink {
    private static final Header EVENT_STREAM = HeaderValues.createCached(HeaderNames.CONTENT_TYPE,
            "text/event-stream");
    private static final Header NO_CACHE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");
    private static final Header KEEP_ALIVE = HeaderValues.createCached(HeaderNames.CONNECTION, "keep-alive");
    private static final Header NO_BUFFERING = HeaderValues
            .createCached(HeaderNames.create("X-Accel-Buffering"), "no");
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};
    private static final byte[] END = {'\n', '\n'};
    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final JsonText DONE = JsonText.of("[DONE]");

    private final ServerResponse response;
    private final Runnable beforeHead;
    private final Heartbeat heartbeat;
    private @Nullable OutputStream out;

    /// @param beforeHead runs once before the head is sent: the last moment for headers
    /// @param onGone runs if the client turns out to be gone while nothing is being sent to it
    EventStream(ServerResponse response, KeepAlive keepAlive, Runnable beforeHead, Runnable onGone) {
        this.response = response;
        this.beforeHead = beforeHead;
        this.heartbeat = new Heartbeat(keepAlive, () -> write(COMMENT, COMMENT.length), onGone);
    }

    @Override
    public void accept(List<ChatChunk> chunks) {
        int size = 0;
        for (ChatChunk chunk : chunks) {
            size += DATA.length + chunk.json().length() + END.length;
        }
        if (size == 0) {
            return;
        }
        Bytes events = new Bytes(size);
        for (ChatChunk chunk : chunks) {
            events.event(chunk.json());
        }
        send(events);
    }

    /// Stops filling silences; nothing but what the caller sends goes out any more.
    ///
    /// @return whether the client has the head of the response already
    boolean stop() {
        heartbeat.stop();
        return out != null;
    }

    /// Ends an answer that is whole.
    void end() {
        var _ = stop();
        Bytes events = new Bytes(16);
        events.event(DONE);
        send(events);
        try {
            begin().close();
        } catch (IOException | UncheckedIOException | SocketWriterException e) {
            throw new CloseConnectionException("the client is gone", e);
        }
    }

    /// Tells of a failure and breaks the connection off. Both are needed: some clients overlook the event, and the others
    /// would not know what happened.
    CloseConnectionException breakOff(ErrorAnswer answer) {
        Bytes events = new Bytes(256);
        events.event(JsonText.owning(answer.inBand().body()));
        send(events);
        return new CloseConnectionException("the answer broke off: " + answer.message());
    }

    private void send(Bytes events) {
        heartbeat.sending(() -> write(events.array(), events.size()));
    }

    private void write(byte[] bytes, int length) {
        try {
            OutputStream stream = begin();
            stream.write(bytes, 0, length);
            stream.flush();
        } catch (IOException | UncheckedIOException | SocketWriterException e) {
            throw new CloseConnectionException("the client is gone", e);
        }
    }

    private OutputStream begin() {
        OutputStream stream = out;
        if (stream == null) {
            beforeHead.run();
            response.header(EVENT_STREAM).header(NO_CACHE).header(KEEP_ALIVE).header(NO_BUFFERING);
            stream = response.outputStream();
            out = stream;
        }
        return stream;
    }

    /// A buffer that is written from without being copied.
    private static final class Bytes extends ByteArrayOutputStream {
        Bytes(int size) {
            super(size);
        }

        void event(JsonText json) {
            try {
                write(DATA);
                json.writeTo(this);
                write(END);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory does not fail", e);
            }
        }

        byte[] array() {
            return buf;
        }
    }
}
