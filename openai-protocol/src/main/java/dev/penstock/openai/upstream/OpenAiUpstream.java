package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.openai.wire.StreamCollector;
import dev.penstock.openai.wire.StreamedAnswer;
import dev.penstock.openai.wire.WholeAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// Gets completions from any upstream that speaks OpenAI's API, of chats or of texts, with or without a [Dialect].
public final class OpenAiUpstream implements ChatCompletionPort, TextCompletionPort {
    /// How often a text that is collected from chunks is in memory at a time.
    private static final long COLLECTED = 6;
    /// About what is in a chunk beside its text, in bytes.
    private static final int ENVELOPE = 200;
    private static final JsonText TRUE = JsonText.of("true");
    private static final JsonText FALSE = JsonText.of("false");

    private final UpstreamCalls calls;
    private final AnswerStreams streams;
    private final Dialect dialect;
    private final boolean chat;

    private OpenAiUpstream(UpstreamCalls calls, Dialect dialect, boolean chat) {
        this.calls = calls;
        this.streams = new AnswerStreams(calls, dialect);
        this.dialect = dialect;
        this.chat = chat;
    }

    /// Completes chats.
    public static ChatCompletionPort chat(UpstreamCalls calls, Dialect dialect) {
        return new OpenAiUpstream(calls, dialect, true);
    }

    /// Completes texts. The dialect's edits are about chats, and are not made here.
    public static TextCompletionPort texts(UpstreamCalls calls, Dialect dialect) {
        return new OpenAiUpstream(calls, dialect, false);
    }

    @Override
    public ChatCompletion complete(ChatCall call) {
        boolean onlyStreams = chat && dialect.onlyStreams(call.request(), call.upstreamModel());
        Duration patience = calls.firstToken(call);
        long sent = System.nanoTime();
        return ask(call, onlyStreams, response -> response.isOfType("text/event-stream")
                ? collect(new TimedBody(response, sent, patience, calls.silence(call)), call)
                : whole(response, call).completion());
    }

    @Override
    public ChatEnd stream(ChatCall call, ChunkSink sink) {
        Duration firstToken = calls.firstToken(call);
        long sent = System.nanoTime();
        return ask(call, true, response -> {
            if (response.isOfType("application/json")) {
                return split(whole(response, call), sink);
            }
            return relay(new TimedBody(response, sent, firstToken, calls.silence(call)), call, sink);
        });
    }

    private <T> T ask(ChatCall call, boolean stream, UpstreamCalls.Reading<T> reading) {
        return calls.ask(calls.at(chat ? "/chat/completions" : "/completions"), call, outbound(call, stream),
                dialect.headers(call.request()), stream, dialect, reading);
    }

    private JsonText outbound(ChatCall call, boolean stream) {
        BodyEdits edits = new BodyEdits(call.request().body());
        edits.set("model", JsonStrings.quoted(call.upstreamModel()));
        if (stream) {
            edits.askForUsage();
        }
        if (stream != call.request().stream()) {
            edits.set("stream", stream ? TRUE : FALSE);
            if (!stream) {
                edits.remove("stream_options");
            }
        }
        if (chat) {
            dialect.edit(edits, call);
        }
        return edits.apply();
    }

    private ChatEnd relay(TimedBody body, ChatCall call, ChunkSink sink) throws IOException {
        return streams.read(body, call.memory(), new StreamedAnswer(choicesAsked(call.request().body())),
                sink);
    }

    private ChatCompletion collect(TimedBody body, ChatCall call) throws IOException {
        StreamCollector collector = new StreamCollector();
        long[] bytes = {0};
        try {
            ChatEnd end = relay(body, call, chunks -> {
                for (ChatChunk chunk : chunks) {
                    bytes[0] += chunk.json().length();
                    call.memory()
                            .charge(COLLECTED * Math.max(ENVELOPE / 8, chunk.json().length() - ENVELOPE));
                    calls.refuseIfTooLong(bytes[0]);
                    collector.add(chunk);
                }
            });
            return new ChatCompletion(collector.completion(), end);
        } catch (StreamCollector.OddChunkException e) {
            throw calls.garbled(String.valueOf(e.getMessage()));
        }
    }

    private WholeAnswer whole(UpstreamResponse response, ChatCall call) throws IOException {
        WholeAnswer answer = WholeAnswer.read(calls.readAll(response, call))
                .orElseThrow(() -> calls.garbled("answered with something that is no completion"));
        Function<FailureDetail, UpstreamFailure> meaning = detail -> calls.meaning(detail, dialect);
        answer.failure().map(meaning).ifPresent(failure -> {
            throw new UpstreamException(failure);
        });
        return answer;
    }

    private static ChatEnd split(WholeAnswer answer, ChunkSink sink) {
        sink.accept(answer.chunks());
        return answer.end();
    }

    /// As many as `n` says, for each prompt if there is a list of them.
    private static int choicesAsked(ChatBody body) {
        String n = body.member("n").map(body::value).map(JsonText::text).orElse("1");
        int each = n.matches("[1-9]\\d{0,2}") ? Integer.parseInt(n) : 1;
        return each * body.member("prompt").map(body::value).map(OpenAiUpstream::prompts).orElse(1);
    }

    /// A list of numbers is one prompt, of tokens.
    private static int prompts(JsonText prompt) {
        if (prompt.byteAt(0) != '[') {
            return 1;
        }
        List<ChatJson.Span> elements = ChatJson.elements(prompt);
        boolean several = !elements.isEmpty()
                && "\"[".indexOf(prompt.byteAt(elements.getFirst().start())) >= 0;
        return several ? elements.size() : 1;
    }
}
