package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.Reply;
import dev.penstock.openai.wire.ChatJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a connection does behind the finish of a stream, and streams of signs of life alone.
@Timeout(60)
final class AfterTheFinishTest extends ProviderTestBed {
    private static final String HI = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String STOP = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7}}\n\n";
    private static final String START = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{}}\n\n";
    private static final String BLOCK = "event: content_block_start\ndata: {\"type\":\"content_block_start\"}\n\n";
    private static final String PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
    private static final String END = "event: message_delta\ndata: {\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
            + "event: message_stop\ndata: {}\n\n";
    private static final Duration LIMIT = Duration.ofMillis(250);

    /// How a body ends that does not end well.
    enum Break {
        RESET, CUT, SILENT, COMMENTS, TOO_LONG;

        Reply after(Reply begun) {
            return switch (this) {
                case RESET -> begun.reset();
                case CUT -> begun.cut();
                case SILENT -> begun.hang();
                case COMMENTS -> begun.writeForEver(": still here\n\n");
                case TOO_LONG -> begun.writeForEver("data: " + "x".repeat(1024 * 1024));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatBreaksBehindTheFinishIsTheEndOfAWholeAnswer(Break how) {
        upstream.answer(how.after(Reply.head(200, "Content-Type: text/event-stream").write(HI + STOP)));
        List<ChatChunk> chunks = new ArrayList<>();

        ChatEnd end = provider.chat().stream(chat(), chunks::addAll);

        assertThat(end).isEqualTo(new ChatEnd(FinishReason.STOP, Optional.of(Usage.of(11, 7))));
        assertThat(chunks).hasSize(3).last().matches(ChatChunk::usageOnly);
        assertThat(upstream.awaitNoOpenConnections(Duration.ofSeconds(20))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatBreaksBeforeTheFinishIsAFailure(Break how) {
        upstream.answer(how.after(Reply.head(200, "Content-Type: text/event-stream").write(HI)));

        assertThat(catchThrowableOfType(UpstreamException.class, () -> provider.chat().stream(chat(), _ -> {
        })).failure()).isInstanceOfAny(UpstreamFailure.Garbled.class, UpstreamFailure.TimedOut.class);
    }

    @Test
    void aStreamOfPingsAloneRunsIntoTheTimeLimitOfTheFirstToken() {
        upstream.answer(beating(Reply.head(200, "Content-Type: text/event-stream")).write(HI + STOP));

        assertThat(timedOut(() -> provider.chat().stream(chat(), _ -> {
        }))).contains("no first token");
    }

    @Test
    void aRelayedStreamOfPingsAloneRunsIntoTheTimeLimits() {
        RelayPort messages = Objects.requireNonNull(provider.relays().get(ClientApi.MESSAGES));
        upstream.answer(
                beating(Reply.head(200, "Content-Type: text/event-stream").write(START)).write(BLOCK + END));
        assertThat(timedOut(() -> messages.stream(message(), _ -> {
        }))).contains("no first token");

        upstream.answer(
                beating(Reply.head(200, "Content-Type: text/event-stream").write(START + BLOCK)).write(END));
        List<ChatChunk> events = new ArrayList<>();
        assertThat(timedOut(() -> messages.stream(message(), events::addAll))).contains("silent");
        assertThat(events).as("they pass all the same").hasSizeGreaterThan(2);
    }

    /// An upstream that comes to a good end, but too late.
    private static Reply beating(Reply begun) {
        Reply reply = begun;
        for (int i = 0; i < 200; i++) {
            reply = reply.write(PING).delay(Duration.ofMillis(10));
        }
        return reply;
    }

    private static String timedOut(Runnable asking) {
        UpstreamFailure failure = catchThrowableOfType(UpstreamException.class, asking::run).failure();
        assertThat(failure).isInstanceOf(UpstreamFailure.TimedOut.class);
        return failure.detail().message();
    }

    private static ChatCall chat() {
        return call("{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    private static ChatCall message() {
        return call("{\"stream\":true}");
    }

    private static ChatCall call(String body) {
        return new ChatCall("req_test", ChatJson.head(body.getBytes(StandardCharsets.UTF_8), Map.of()),
                "some-model",
                Deadline.in(Duration.ofSeconds(20)),
                new TimeLimits(Optional.empty(), Optional.empty(), Optional.of(LIMIT), Optional.of(LIMIT)),
                new Cancellation());
    }
}
