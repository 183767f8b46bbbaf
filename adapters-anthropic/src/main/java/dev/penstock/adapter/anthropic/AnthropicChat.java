package dev.penstock.adapter.anthropic;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.openai.relay.RelayedWhole;
import dev.penstock.openai.upstream.AnswerStreams;
import dev.penstock.openai.upstream.TimedBody;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.OddEventException;
import dev.penstock.openai.wire.ToolMapping;
import java.time.Duration;
import java.time.InstantSource;

/// Completes chats by asking for messages. All that is said is translated elsewhere; here it is sent and received.
final class AnthropicChat implements ChatCompletionPort {
    static final String PATH = "/messages";

    private final UpstreamCalls calls;
    private final AnswerStreams streams;
    private final AnthropicDialect dialect;
    private final int maxTokens;
    private final InstantSource clock;

    AnthropicChat(UpstreamCalls calls, AnthropicDialect dialect, int maxTokens, InstantSource clock) {
        this.calls = calls;
        this.streams = new AnswerStreams(calls, dialect);
        this.dialect = dialect;
        this.maxTokens = maxTokens;
        this.clock = clock;
    }

    @Override
    public ChatCompletion complete(ChatCall call) {
        MessagesRequest request = MessagesRequest.of(call, false, maxTokens);
        ToolMapping tools = request.tools();
        return ask(call, request, false, response -> {
            RelayedWhole answer = RelayedWhole.read(ClientApi.MESSAGES, calls.readAll(response, call));
            answer.failure().ifPresent(detail -> {
                throw new UpstreamException(calls.meaning(detail, dialect));
            });
            ChatCompletion message = answer.completion()
                    .orElseThrow(() -> calls.garbled("answered with no message"));
            try {
                return WholeChat.of(message, now(), answerCalls(call, tools));
            } catch (OddEventException e) {
                throw calls.garbled(String.valueOf(e.getMessage()));
            }
        });
    }

    @Override
    public ChatEnd stream(ChatCall call, ChunkSink sink) {
        Duration firstToken = calls.firstToken(call);
        long sent = System.nanoTime();
        MessagesRequest request = MessagesRequest.of(call, true, maxTokens);
        ToolMapping tools = request.tools();
        return ask(call, request, true, response -> streams.read(
                new TimedBody(response, sent, firstToken, calls.silence(call)), call.memory(),
                new ChatStream(now(), answerCalls(call, tools)),
                sink));
    }

    private <T> T ask(ChatCall call, MessagesRequest request, boolean stream,
            UpstreamCalls.Reading<T> reading) {
        return calls.ask(calls.at(PATH), call, request.body(),
                dialect.headers(call.request()), stream, dialect, reading);
    }

    private static AnswerCalls answerCalls(ChatCall call, ToolMapping tools) {
        return new AnswerCalls(tools, AnswerCallIds.core(call.requestId()));
    }

    /// In seconds, as chats tell when they were made.
    private long now() {
        return clock.instant().getEpochSecond();
    }
}
