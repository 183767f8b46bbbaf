package dev.penstock.adapter.http;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChunkSink;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chunks → server-sent events. The response begins with the first chunk, so that a failure before it can still have a
/// status of its own.
final class EventStream implements ChunkSink {
    private static final Header EVENT_STREAM = HeaderValues.createCached(HeaderNames.CONTENT_TYPE,
            "text/event-stream");
    private static final Header NO_CACHE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");
    private static final Header KEEP_ALIVE = HeaderValues.createCached(HeaderNames.CONNECTION, "keep-alive");
    private static final Header NO_BUFFERING = HeaderValues
            .createCached(HeaderNames.create("X-Accel-Buffering"), "no");
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};
    private static final byte[] END = {'\n', '\n'};
    private static final JsonText DONE = JsonText.of("[DONE]");

    private final ServerResponse response;
    private @Nullable OutputStream out;

    EventStream(ServerResponse response) {
        this.response = response;
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
        ByteArrayOutputStream events = new ByteArrayOutputStream(size);
        for (ChatChunk chunk : chunks) {
            append(events, chunk.json());
        }
        send(events);
    }

    /// Whether the client has the head of the response.
    boolean begun() {
        return out != null;
    }

    /// Ends an answer that is whole.
    void end() {
        ByteArrayOutputStream events = new ByteArrayOutputStream(16);
        append(events, DONE);
        send(events);
        try {
            begin().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Tells of a failure and breaks the connection off. Both are needed: some clients overlook the event, and the others
    /// would not know what happened.
    CloseConnectionException breakOff(ErrorAnswer answer) {
        ByteArrayOutputStream events = new ByteArrayOutputStream(256);
        append(events, JsonText.owning(answer.inBand().body()));
        send(events);
        return new CloseConnectionException("the answer broke off: " + answer.message());
    }

    private static void append(ByteArrayOutputStream events, JsonText json) {
        try {
            events.write(DATA);
            json.writeTo(events);
            events.write(END);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
    }

    private void send(ByteArrayOutputStream events) {
        try {
            OutputStream stream = begin();
            events.writeTo(stream);
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutputStream begin() {
        OutputStream stream = out;
        if (stream == null) {
            response.header(EVENT_STREAM).header(NO_CACHE).header(KEEP_ALIVE).header(NO_BUFFERING);
            stream = response.outputStream();
            out = stream;
        }
        return stream;
    }
}
