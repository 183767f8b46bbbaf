package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.port.RelayPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Which upstream counts the tokens of a request, and when none does.
class TokenCountsTest {
    private static final JsonText TWELVE = JsonText.of("{\"input_tokens\":12}");

    private final Counter first = new Counter(() -> Optional.of(TWELVE));
    private final Counter second = new Counter(() -> Optional.of(JsonText.of("{\"input_tokens\":7}")));
    private Bench bench = Bench.of(speaks(first), speaks(second));

    @Test
    void asksTheUpstreamThatWouldAnswer() {
        assertThat(count("both")).contains(TWELVE);
        assertThat(first.calls).singleElement().satisfies(call -> {
            assertThat(call.upstreamModel()).isEqualTo("a");
            assertThat(call.deadline().left()).isLessThanOrEqualTo(Duration.ofSeconds(5));
        });
        assertThat(second.calls).isEmpty();
    }

    @Test
    void asksNobodyIfTheRequestWouldBeConverted() {
        bench = Bench.of(Way.toChat(new FakePort()), speaks(second));

        assertThat(count("both")).isEmpty();
        assertThat(second.calls).isEmpty();
    }

    @Test
    void hasNoneFromAnUpstreamThatDoesNotCount() {
        first.answer = Optional::empty;

        assertThat(count("both")).isEmpty();
        assertThat(second.calls).isEmpty();
    }

    @Test
    void asksTheNextUpstreamIfOneCannotBeReachedAndHasNoneIfNoneCan() {
        first.answer = failing(Failures.UNAVAILABLE);
        assertThat(count("both").map(JsonText::text)).contains("{\"input_tokens\":7}");

        second.answer = failing(Failures.TIMED_OUT);
        assertThat(count("both")).isEmpty();
        assertThat(first.calls).hasSize(2);
    }

    @Test
    void leavesKeysAndCircuitsAloneAndTheLedgerEmpty() {
        first.answer = failing(Failures.throttled(Duration.ofMinutes(1)));
        assertThatThrownBy(() -> count("both")).isInstanceOf(UpstreamException.class);

        first.answer = () -> Optional.of(TWELVE);
        assertThat(count("both")).contains(TWELVE);
        assertThat(bench.ledger).isEmpty();
    }

    @Test
    void skipsAnUpstreamWhoseCircuitIsOpen() {
        for (int i = 0; i < 100; i++) {
            bench.breakDown(Bench.A);
        }

        assertThat(count("both").map(JsonText::text)).contains("{\"input_tokens\":7}");
        assertThat(first.calls).isEmpty();
    }

    @Test
    void hasNoneOfARequestThatNamesNoUpstreamModel() {
        assertThat(count("second/")).isEmpty();
    }

    private Optional<JsonText> count(String model) {
        ChatRequest written = new ChatRequest(Optional.of(model), false, false, Bench.body(), Map.of());
        return bench.tokenCounts()
                .count(bench.grant(), ClientRequest.in(ClientApi.MESSAGES, written, () -> written),
                        bench.cancellation);
    }

    private static Supplier<Optional<JsonText>> failing(UpstreamFailure failure) {
        return () -> {
            throw new UpstreamException(failure);
        };
    }

    private static Way speaks(RelayPort relay) {
        return Way.of(new FakePort(), Optional.empty(), Optional.empty(), Map.of(ClientApi.MESSAGES, relay));
    }

    private static final class Counter implements RelayPort {
        final List<ChatCall> calls = new ArrayList<>();
        Supplier<Optional<JsonText>> answer;

        Counter(Supplier<Optional<JsonText>> answer) {
            this.answer = answer;
        }

        @Override
        public ChatCompletion complete(ChatCall call) {
            throw new AssertionError("nothing is to be answered");
        }

        @Override
        public ChatEnd stream(ChatCall call, ChunkSink sink) {
            throw new AssertionError("nothing is to be answered");
        }

        @Override
        public Optional<JsonText> countTokens(ChatCall call) {
            calls.add(call);
            return answer.get();
        }
    }
}
