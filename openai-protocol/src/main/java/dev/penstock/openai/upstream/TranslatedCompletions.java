package dev.penstock.openai.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.EventTranslation;
import dev.penstock.openai.wire.Framing;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.ToldAnswer;
import dev.penstock.openai.wire.ToolCallIds;
import dev.penstock.openai.wire.TranslatedAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Gets completions, of chats or of texts, from an upstream that speaks an API of its own. A [Translation] knows its words; here
/// they are sent and received.
public final class TranslatedCompletions implements ChatCompletionPort, TextCompletionPort {
    private interface Telling {
        /// @param created in seconds
        /// @param calls the ids of the calls in the conversation
        ToldAnswer answer(String id, String model, long created, Set<String> calls);
    }

    private final UpstreamCalls calls;
    private final AnswerStreams streams;
    private final Translation translation;
    private final Telling telling;

    private TranslatedCompletions(UpstreamCalls calls, Translation translation, Telling telling) {
        this.calls = calls;
        this.streams = new AnswerStreams(calls, translation);
        this.translation = translation;
        this.telling = telling;
    }

    /// Completes chats.
    public static ChatCompletionPort chat(UpstreamCalls calls, Translation translation) {
        return new TranslatedCompletions(calls, translation, ToldAnswer::ofChat);
    }

    /// Completes texts.
    public static TextCompletionPort texts(UpstreamCalls calls, Translation translation) {
        return new TranslatedCompletions(calls, translation,
                (id, model, created, _) -> ToldAnswer.ofText(id, model, created));
    }

    @Override
    public ChatCompletion complete(ChatCall call) {
        JsonNode request = read(call);
        Set<String> known = uniqueCallIds(request);
        return ask(call, request, false, Map.of(), response -> streams
                .collect(JsonText.owning(calls.readAll(response, call)),
                        answer(call, translation.whole(), known)));
    }

    @Override
    public ChatEnd stream(ChatCall call, ChunkSink sink) {
        JsonNode request = read(call);
        Set<String> known = uniqueCallIds(request);
        Framing framing = translation.framing();
        Duration firstToken = calls.firstToken(call);
        long sent = System.nanoTime();
        return ask(call, request, true, Map.of("Accept", framing.mediaType()), response -> streams.read(
                new TimedBody(response, sent, firstToken, calls.silence(call)), call.memory(), framing,
                answer(call, translation.events(), known), sink));
    }

    private static JsonNode read(ChatCall call) {
        return CarriedJson.parsed(call.request().body().json().toBytes())
                .orElseThrow(() -> Invalid.field("model", "The request cannot be read."));
    }

    /// Gives every call in the conversation an id of its own.
    ///
    /// @return the ids that the answer's calls must not have
    private static Set<String> uniqueCallIds(JsonNode request) {
        ToolCallIds ids = new ToolCallIds(ToolCallIds.Rule.ANY);
        ids.rewrite(request.path("messages"));
        return ids.known();
    }

    private <T> T ask(ChatCall call, JsonNode request, boolean stream, Map<String, String> usual,
            UpstreamCalls.Reading<T> reading) {
        JsonText asked = JsonText.owning(CarriedJson.write(translation.ask(request, call, stream)));
        Map<String, String> headers = new HashMap<>(usual);
        headers.putAll(translation.headers(call));
        return calls.ask(calls.at(translation.path(call, stream)), call, asked, headers, stream, translation,
                reading);
    }

    /// The request's own id is as good as any for its answer, and tells where to look in the log.
    private TranslatedAnswer answer(ChatCall call, EventTranslation events, Set<String> known) {
        return new TranslatedAnswer(events, telling.answer(AnswerCallIds.core(call.requestId()),
                call.upstreamModel(), calls.now().getEpochSecond(), known));
    }
}
