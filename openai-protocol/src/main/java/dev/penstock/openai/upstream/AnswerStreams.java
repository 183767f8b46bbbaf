package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.AnswerMemory;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.openai.wire.AnswerReader;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.EventReader;
import dev.penstock.openai.wire.Framing;
import dev.penstock.openai.wire.JsonTrees;
import dev.penstock.openai.wire.KeepAlive;
import dev.penstock.openai.wire.ServerEvent;
import dev.penstock.openai.wire.StreamCollector;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Streamed answers of one upstream, from its bytes to the sink.
public final class AnswerStreams {
    private static final int BUFFER_BYTES = 8192;
    private static final int MAX_ERROR_BYTES = 256 * 1024;
    /// Up to this size, in bytes, the event that arrives and what its reader holds are not charged to the memory for answers.
    private static final long UNCHARGED = 64 * 1024;
    /// How often a large event is in memory at a time: as bytes that arrive, as bytes that leave, and as a tree.
    private static final int EVENT_COPIES = 6;

    private final UpstreamCalls calls;
    private final FailureReader failures;

    public AnswerStreams(UpstreamCalls calls, FailureReader failures) {
        this.calls = calls;
        this.failures = failures;
    }

    /// Reads a stream of server-sent events.
    ///
    /// @param memory for events that are large, and for what their reader holds of them
    /// @throws UpstreamException if the answer is not whole
    public ChatEnd read(TimedBody body, AnswerMemory memory, AnswerReader answer, ChunkSink sink)
            throws IOException {
        return read(body, memory, new EventReader(), answer, sink);
    }

    /// Hands chunks on as they come: those that arrived together leave together.
    ///
    /// A body that breaks, or stays silent for too long, behind a whole answer is the end of that answer.
    ///
    /// @param memory for events that are large, and for what their reader holds of them
    /// @param events a new one, for this body
    /// @throws UpstreamException if the answer is not whole
    public ChatEnd read(TimedBody body, AnswerMemory memory, Framing events, AnswerReader answer,
            ChunkSink sink) throws IOException {
        long charged = UNCHARGED;
        byte[] buffer = new byte[BUFFER_BYTES];
        boolean first = events instanceof EventReader;
        boolean more = true;
        while (more && !answer.done() && answer.failure().isEmpty()) {
            try {
                int read = body.read(buffer);
                if (first && read > 0) {
                    first = false;
                    if (beginsLikeJson(buffer, read)) {
                        throw unframed(buffer, read, body);
                    }
                }
                more = feed(read, buffer, events, answer);
                long held = events.buffered() + answer.held();
                if (held > charged) {
                    memory.charge(EVENT_COPIES * (held - charged));
                    charged = held;
                }
                if (handOver(answer, sink)) {
                    body.chunksCame();
                } else if (more) {
                    body.nothingCame();
                }
            } catch (IOException e) {
                return whole(answer, sink).orElseThrow(() -> e);
            } catch (Framing.EventTooLongException _) {
                return whole(answer, sink).orElseThrow(() -> calls
                        .garbled("sent an event of more than " + Framing.MAX_EVENT_BYTES + " bytes"));
            }
        }
        return end(answer, sink);
    }

    private static boolean beginsLikeJson(byte[] bytes, int length) {
        int start = 0;
        while (start < length - 1 && bytes[start] <= ' ' && bytes[start] >= 0) {
            start++;
        }
        return bytes[start] == '{' || bytes[start] == '[';
    }

    /// The failure behind JSON where a stream of events was asked for: the error that it contains, if it does.
    private UpstreamException unframed(byte[] beginning, int length, TimedBody body) throws IOException {
        byte[] whole = Arrays.copyOf(beginning, MAX_ERROR_BYTES);
        int size = length;
        int read = 0;
        while (read >= 0 && size < MAX_ERROR_BYTES) {
            byte[] next = new byte[Math.min(BUFFER_BYTES, MAX_ERROR_BYTES - size)];
            read = body.read(next);
            System.arraycopy(next, 0, whole, size, Math.max(0, read));
            size += Math.max(0, read);
        }
        return JsonTrees.read(Arrays.copyOf(whole, size))
                .flatMap(ErrorJson::read)
                .map(detail -> new UpstreamException(calls.meaning(detail, failures)))
                .orElseGet(() -> calls.garbled("answered with JSON where a stream of events was asked for"));
    }

    /// @param read the number of bytes; negative at the end of the body
    /// @return whether more may come
    private static boolean feed(int read, byte[] buffer, Framing events, AnswerReader answer) {
        if (read >= 0) {
            events.feed(buffer, 0, read, answer::accept);
        } else {
            events.end(answer::accept);
        }
        return read >= 0;
    }

    /// Reads an answer that came whole as if it were a stream's only event, and puts it together from its chunks: for APIs
    /// whose whole answers are told in the same words as the pieces of their streams.
    ///
    /// @throws UpstreamException if the answer is not whole
    public ChatCompletion collect(JsonText whole, AnswerReader answer) {
        StreamCollector collector = new StreamCollector();
        answer.accept(new ServerEvent("", whole, OptionalInt.empty()));
        ChatEnd end = end(answer, chunks -> chunks.forEach(collector::add));
        return new ChatCompletion(collector.completion(), end);
    }

    /// The end of an answer whose body breaks here; empty if the answer is not whole.
    private static Optional<ChatEnd> whole(AnswerReader answer, ChunkSink sink) {
        Optional<ChatEnd> end = answer.failure().isEmpty() ? answer.end() : Optional.empty();
        if (end.isPresent()) {
            var _ = handOver(answer, sink);
        }
        return end;
    }

    private ChatEnd end(AnswerReader answer, ChunkSink sink) {
        answer.failure().ifPresent(detail -> {
            throw answer.garbled()
                    ? calls.garbled(detail)
                    : new UpstreamException(calls.meaning(detail, failures));
        });
        Optional<ChatEnd> end = answer.end();
        var _ = handOver(answer, sink);
        return end.orElseThrow(() -> calls.garbled("stopped in the middle of its answer"));
    }

    private static boolean areKeepAlive(List<ChatChunk> chunks) {
        for (ChatChunk chunk : chunks) {
            if (chunk.event().isEmpty() || !KeepAlive.isName(chunk.event().get())) {
                return false;
            }
        }
        return true;
    }

    /// @return whether there was anything but events that only keep the connection alive
    private static boolean handOver(AnswerReader answer, ChunkSink sink) {
        answer.usage().ifPresent(sink::usage);
        List<ChatChunk> chunks = answer.take();
        if (chunks.isEmpty()) {
            return false;
        }
        sink.accept(chunks);
        return !areKeepAlive(chunks);
    }
}
