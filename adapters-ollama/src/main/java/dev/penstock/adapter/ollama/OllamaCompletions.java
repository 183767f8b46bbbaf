package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.openai.upstream.AnswerStreams;
import dev.penstock.openai.upstream.TimedBody;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.LineReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Completes chats and texts. All that is said is translated elsewhere; here it is sent and received.
final class OllamaCompletions implements ChatCompletionPort, TextCompletionPort {
    private static final Map<String, String> WANTS_LINES = Map.of("Accept", "application/x-ndjson");

    private interface Asking {
        ObjectNode of(JsonNode body, ChatCall call, boolean stream);
    }

    private interface Answering {
        /// @param created in seconds
        OllamaAnswer of(ChatCall call, long created);
    }

    /// What differs between chats and texts.
    private record Sort(String path, Asking asking, Answering answering) {}

    private final UpstreamCalls calls;
    private final OllamaDialect dialect = new OllamaDialect();
    private final AnswerStreams streams;
    private final InstantSource clock;
    private final Sort sort;

    private OllamaCompletions(UpstreamCalls calls, InstantSource clock, Sort sort) {
        this.calls = calls;
        this.streams = new AnswerStreams(calls, dialect);
        this.clock = clock;
        this.sort = sort;
    }

    static ChatCompletionPort chat(UpstreamCalls calls, OllamaSettings settings, InstantSource clock) {
        ThinkingModels thinking = new ThinkingModels(calls);
        return new OllamaCompletions(calls, clock, new Sort("/api/chat",
                (body, call, stream) -> AskedChat.of(body, call.upstreamModel(), stream, settings,
                        () -> thinking.levels(call)),
                (call, created) -> new ChatAnswer(id(call), call.upstreamModel(), created)));
    }

    static TextCompletionPort texts(UpstreamCalls calls, OllamaSettings settings, InstantSource clock) {
        return new OllamaCompletions(calls, clock, new Sort("/api/generate",
                (body, call, stream) -> AskedText.of(body, call.upstreamModel(), stream, settings),
                (call, created) -> new TextAnswer(id(call), call.upstreamModel(), created)));
    }

    @Override
    public ChatCompletion complete(ChatCall call) {
        return ask(call, false,
                response -> streams.collect(JsonText.owning(calls.readAll(response)), answer(call)));
    }

    @Override
    public ChatEnd stream(ChatCall call, ChunkSink sink) {
        Duration firstToken = calls.firstToken(call);
        long sent = System.nanoTime();
        return ask(call, true, response -> streams.read(
                new TimedBody(response, sent, firstToken, calls.silence(call)), new LineReader(),
                answer(call), sink));
    }

    private <T> T ask(ChatCall call, boolean stream, UpstreamCalls.Reading<T> reading) {
        JsonNode body = CarriedJson.parsed(call.request().body().json().toBytes())
                .orElseThrow(() -> Invalid.field("model", "The request cannot be read."));
        JsonText asked = JsonText.owning(CarriedJson.write(sort.asking().of(body, call, stream)));
        return calls.ask(calls.at(sort.path()), call, asked, stream ? WANTS_LINES : Map.of(), stream, dialect,
                reading);
    }

    private OllamaStream answer(ChatCall call) {
        return new OllamaStream(sort.answering().of(call, clock.instant().getEpochSecond()));
    }

    /// The API has none for answers; the request's own is as good, and tells where to look in the log.
    private static String id(ChatCall call) {
        return call.requestId().replaceFirst("^req_", "");
    }
}
