package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.RouteTarget;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import dev.penstock.domain.usage.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ChatCompletionsTest {
    private static final ChatChunk TEXT = new ChatChunk(JsonText.of("{\"choices\":[{}]}"), false);
    private static final ChatChunk USAGE = new ChatChunk(JsonText.of("{\"choices\":[]}"), true);
    private static final ChatEnd END = new ChatEnd(FinishReason.STOP, Optional.of(Usage.of(3, 5)));
    private static final ProviderId FIRST = new ProviderId("first");
    private static final ProviderId SECOND = new ProviderId("second");

    private final List<UsageRecord> ledger = new ArrayList<>();
    private final List<ChatChunk> seen = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);

    @Test
    void relaysTheUsageChunkOnlyIfTheClientAskedForIt() {
        stream(request(false), talking(TEXT, USAGE), talking());
        assertThat(seen).containsExactly(TEXT);

        seen.clear();
        stream(request(true), talking(TEXT, USAGE), talking());
        assertThat(seen).containsExactly(TEXT, USAGE);
    }

    @Test
    void booksOneLineWithTheUsageOfAWholeAnswer() {
        stream(request(false), talking(TEXT), talking());

        assertThat(ledger).singleElement().satisfies(line -> {
            assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(line.usage()).contains(Usage.of(3, 5));
            assertThat(line.upstream()).contains(new UpstreamModel(FIRST, "a"));
            assertThat(line.timeToFirstToken()).contains(Duration.ZERO);
        });
    }

    @Test
    void asksTheNextUpstreamIfTheFirstFailsBeforeItsFirstChunk() {
        stream(request(false), failing(new UpstreamFailure.Unavailable(FailureDetail.of("down"))),
                talking(TEXT));

        assertThat(seen).containsExactly(TEXT);
        assertThat(ledger).singleElement()
                .satisfies(
                        line -> assertThat(line.upstream()).contains(new UpstreamModel(SECOND, "b")));
    }

    @Test
    void doesNotSwitchUpstreamsOnceTheClientHasSeenAChunk() {
        UpstreamFailure failure = new UpstreamFailure.Garbled(FailureDetail.of("cut short"));

        assertThatThrownBy(() -> stream(request(false), failing(failure, TEXT), talking(TEXT)))
                .isInstanceOf(UpstreamException.class);
        assertThat(seen).containsExactly(TEXT);
        assertThat(ledger).singleElement().satisfies(line -> {
            assertThat(line.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(line.reason()).contains("upstream_garbled");
        });
    }

    @Test
    void doesNotSendAClientsMistakeOnToTheNextUpstream() {
        UpstreamFailure failure = new UpstreamFailure.Rejected(FailureDetail.of("no such parameter"));

        assertThatThrownBy(() -> stream(request(false), failing(failure), talking(TEXT)))
                .isInstanceOf(UpstreamException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void booksAClientThatLeftAsSuch() {
        assertThatThrownBy(() -> streamTo(_ -> {
            throw new IllegalStateException("connection reset");
        }, request(false), talking(TEXT), talking())).isInstanceOf(CancellationException.class);

        assertThat(ledger).singleElement()
                .satisfies(line -> assertThat(line.outcome()).isEqualTo(Outcome.CLIENT_LEFT));
    }

    @Test
    void asksNobodyForAModelThatCannotBeNamed() {
        ChatRequest nameless = new ChatRequest(Optional.of(" "), true, false, body(), Map.of());

        assertThatThrownBy(() -> stream(nameless, talking(TEXT), talking()))
                .isInstanceOf(RefusedException.class);
        assertThat(ledger).singleElement()
                .satisfies(line -> assertThat(line.outcome()).isEqualTo(Outcome.REFUSED));
    }

    @Test
    void booksTheRefusalOfAStranger() {
        Admission admission = new Admission(Optional.of(Secret.of("sk-test-gateway")), ledger::add, clock);
        Caller stranger = new Caller("req_1", Instant.EPOCH, Optional.of(Secret.of("sk-test-other")));

        assertThatThrownBy(() -> admission.admit(stranger)).isInstanceOf(RefusedException.class);
        assertThat(ledger).singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("invalid_api_key"));
    }

    @Test
    void booksAGrantThatNobodyEndedAsFailed() {
        try (Grant grant = grant()) {
            assertThat(grant.caller().requestId()).isEqualTo("req_1");
        }
        assertThat(ledger).singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("internal_error"));
    }

    private void stream(ChatRequest request, ChatCompletionPort first, ChatCompletionPort second) {
        streamTo(seen::addAll, request, first, second);
    }

    private void streamTo(ChunkSink sink, ChatRequest request, ChatCompletionPort first,
            ChatCompletionPort second) {
        ledger.clear();
        Providers providers = new Providers(List.of(connected(FIRST, first), connected(SECOND, second)),
                CircuitSettings.USUAL, clock);
        ModelRoute route = new ModelRoute(new ModelPattern("both"),
                List.of(new RouteTarget(FIRST, new ModelPattern("a"), 0),
                        new RouteTarget(SECOND, new ModelPattern("b"), 0)),
                TimeLimits.NONE, false);
        Router router = new Router(providers.ids(), List.of(route), new UpstreamModel(FIRST, "both"));
        RetrySettings once = new RetrySettings(1, Duration.ZERO, Duration.ZERO);
        var _ = new ChatCompletions(router, providers, new Planner(providers, () -> 0, clock), once,
                Duration.ofMinutes(1), clock).stream(grant(), request, sink, cancellation);
    }

    private static Providers.Connected connected(ProviderId id, ChatCompletionPort port) {
        return new Providers.Connected(id, List.of(port), Optional.empty(), ConcurrencySettings.USUAL);
    }

    private Grant grant() {
        return new Admission(Optional.empty(), ledger::add, clock)
                .admit(new Caller("req_1", Instant.EPOCH, Optional.empty()));
    }

    private static ChatRequest request(boolean wantsUsage) {
        return new ChatRequest(Optional.empty(), true, wantsUsage, body(), Map.of());
    }

    private static ChatBody body() {
        return new ChatBody(JsonText.of("{}"), List.of());
    }

    private static ChatCompletionPort talking(ChatChunk... chunks) {
        return new Scripted(Optional.empty(), List.of(chunks));
    }

    private static ChatCompletionPort failing(UpstreamFailure failure, ChatChunk... before) {
        return new Scripted(Optional.of(failure), List.of(before));
    }

    private record Scripted(Optional<UpstreamFailure> failure,
            List<ChatChunk> chunks) implements ChatCompletionPort {
        @Override
        public ChatCompletion complete(ChatCall call) {
            return new ChatCompletion(JsonText.of("{}"), END);
        }

        @Override
        public ChatEnd stream(ChatCall call, ChunkSink sink) {
            sink.accept(chunks);
            failure.ifPresent(what -> {
                throw new UpstreamException(what);
            });
            return END;
        }
    }
}
