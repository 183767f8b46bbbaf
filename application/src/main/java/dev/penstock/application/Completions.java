package dev.penstock.application;

import dev.penstock.application.Answering.Question;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChunkSink;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/// Has requests for completions answered, of chats or of texts: the two differ in the port that is asked.
///
/// Safe for concurrent use. The methods block, throw [RefusedException] if nobody is asked, [UpstreamException] with the
/// failure of the upstream asked last, and [CancellationException] if the client left or the gateway stops. Whatever
/// comes out, the grant has ended and the ledger has its line.
public final class Completions {
    /// Asks for a whole answer.
    private interface Complete {
        ChatCompletion of(Way way, ChatCall call);
    }

    /// Asks for a stream.
    private interface Stream {
        ChatEnd of(Way way, ChatCall call, ChunkSink sink);
    }

    private final Answering answering;
    private final Kind kind;
    private final Complete complete;
    private final Stream stream;

    private Completions(Answering answering, Kind kind, Complete complete, Stream stream) {
        this.answering = answering;
        this.kind = kind;
        this.complete = complete;
        this.stream = stream;
    }

    /// Of chats, which every upstream gives.
    public static Completions ofChats(Answering answering) {
        return new Completions(answering, Kind.CHATS, (way, call) -> way.chat().complete(call),
                (way, call, sink) -> way.chat().stream(call, sink));
    }

    /// Of texts, from upstreams that give them.
    public static Completions ofTexts(Answering answering) {
        return new Completions(answering, Kind.TEXTS, (way, call) -> way.texts().orElseThrow().complete(call),
                (way, call, sink) -> way.texts().orElseThrow().stream(call, sink));
    }

    /// Gets a whole answer, as `telling` puts it. One that it cannot put is the upstream's failure like any other: another
    /// may be asked, and the ledger says so.
    ///
    /// @param telling throws [UpstreamException] if the answer cannot be told to this client
    public <R> R complete(Grant grant, ClientRequest request, Function<ChatCompletion, R> telling,
            Cancellation cancellation) {
        CommitOnFirstChunk client = CommitOnFirstChunk.nobody();
        Question<Told<R>> question = new Question<>(kind, _ -> (way, relay, call, _) -> {
            ChatCompletion whole = relay.map(port -> port.complete(call))
                    .orElseGet(() -> complete.of(way, call));
            whole.end().usage().ifPresent(client::usage);
            return new Told<>(telling.apply(whole), whole.end());
        }, told -> told.end().usage(), told -> told.end().unknownWord());
        return answering.settled(grant, request, cancellation, client, question).answer();
    }

    /// An answer as the client gets it, and how it ended.
    private record Told<R>(R answer, ChatEnd end) {}

    /// Streams the answer into `sink`. Once a chunk has reached the sink the choice of upstream is final: a later
    /// failure is the caller's to see.
    public ChatEnd stream(Grant grant, ClientRequest request, AnswerSink sink, Cancellation cancellation) {
        CommitOnFirstChunk client = new CommitOnFirstChunk(sink, request.wantsUsage(), grant::answering);
        Question<ChatEnd> question = new Question<>(kind, route -> (way, relay, call, begun) -> {
            Function<ChunkSink, ChatEnd> asked = to -> {
                ChunkSink sinking = new Announcing(to, begun);
                return relay.map(port -> port.stream(call, sinking))
                        .orElseGet(() -> stream.of(way, call, sinking));
            };
            if (!route.holdBack()) {
                return ended(asked.apply(client), client);
            }
            HoldBack held = new HoldBack(client, call.memory());
            ChatEnd end = asked.apply(held);
            held.release();
            return ended(end, client);
        }, ChatEnd::usage, ChatEnd::unknownWord);
        return answering.settled(grant, request, cancellation, client, question);
    }

    /// The end is a part of the answer: until the client has it, the answer is not complete.
    private static ChatEnd ended(ChatEnd end, AnswerSink client) {
        client.end(end);
        return end;
    }
}
