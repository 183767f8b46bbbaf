package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.application.AnswerCopy;
import dev.penstock.application.AnswerSink;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.port.AnswerMemory;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A streamed answer on the wire. The response begins with the first event, so that a failure before it can still have a
/// status of its own; or, if that takes too long, with something that every client passes over.
///
/// One thread sends, and [Heartbeat]'s threads fill the silences; a lock keeps them apart.
final class EventStream implements AnswerSink {
    private static final Header EVENT_STREAM = HeaderValues.createCached(HeaderNames.CONTENT_TYPE,
            "text/event-stream");
    private static final Header NO_CACHE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");
    private static final Header KEEP_ALIVE = HeaderValues.createCached(HeaderNames.CONNECTION, "keep-alive");
    private static final Header NO_BUFFERING = HeaderValues
            .createCached(HeaderNames.create("X-Accel-Buffering"), "no");
    private static final int SMALL = 256;
    private static final int FRAME = 16;
    private static final int STEP = 8 * 1024;

    private final ServerResponse response;
    private final StreamConverter converter;
    private final AnswerMemory memory;
    private final AnswerCopy copy;
    private final Runnable beforeHead;
    private final Runnable onGone;
    private final Heartbeat heartbeat;
    private @Nullable OutputStream out;
    private long charged;

    /// @param memory for what the converter holds of the answer
    /// @param copy gets what is sent
    /// @param beforeHead runs once before the head is sent: the last moment for headers
    /// @param onGone runs if the client turns out to be gone, perhaps more than once
    EventStream(ServerResponse response, StreamConverter converter, AnswerMemory memory, AnswerCopy copy,
            KeepAlive keepAlive, Runnable beforeHead, Runnable onGone) {
        this.response = response;
        this.converter = converter;
        this.memory = memory;
        this.copy = copy;
        this.beforeHead = beforeHead;
        this.onGone = onGone;
        this.heartbeat = new Heartbeat(keepAlive, this::beat, onGone);
    }

    /// @throws dev.penstock.domain.failure.RefusedException if the memory does not suffice for what the converter holds
    @Override
    public void accept(List<ChatChunk> chunks) {
        int size = 0;
        for (ChatChunk chunk : chunks) {
            size += chunk.json().length() + FRAME;
        }
        EventBuffer events = new EventBuffer(size);
        heartbeat.sending(() -> {
            converter.chunks(chunks, events);
            charge(converter.held());
            write(events);
        });
    }

    /// In steps, because answers come in small pieces.
    private void charge(long held) {
        if (held > charged) {
            long more = held - charged + STEP;
            memory.charge(more);
            charged += more;
        }
    }

    /// Stops filling silences; nothing but what the caller sends goes out any more.
    ///
    /// @return whether the client has the head of the response already
    boolean stop() {
        heartbeat.stop();
        return out != null;
    }

    @Override
    public void end(ChatEnd end) {
        var _ = stop();
        EventBuffer events = new EventBuffer(SMALL);
        converter.end(end, events);
        write(events);
        OutputStream stream = begin();
        send(stream::close);
    }

    /// Tells of a failure and breaks the connection off. Both are needed: some clients overlook the event, and the others
    /// would not know what happened.
    CloseConnectionException breakOff(ErrorAnswer answer) {
        EventBuffer events = new EventBuffer(SMALL);
        converter.failure(answer, events);
        write(events);
        return new CloseConnectionException("the answer broke off: " + answer.message());
    }

    private void beat() {
        EventBuffer events = new EventBuffer(SMALL);
        converter.heartbeat(events);
        write(events);
    }

    private void write(EventBuffer events) {
        if (events.size() == 0) {
            return;
        }
        OutputStream stream = begin();
        send(() -> {
            stream.write(events.array(), 0, events.size());
            stream.flush();
            copy.add(events.array(), events.size());
        });
    }

    private interface Sending {
        void run() throws IOException;
    }

    /// Whatever the connection throws, it takes no more.
    private void send(Sending sending) {
        try {
            sending.run();
        } catch (IOException | RuntimeException e) {
            throw gone(e);
        }
    }

    private CloseConnectionException gone(Exception e) {
        onGone.run();
        return new CloseConnectionException("the client is gone", e);
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
}
