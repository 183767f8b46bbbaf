package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens when nobody wants the answer any more.
@ExtendWith(BenchExtension.class)
public interface CancellationContract extends ProviderUnderTest {
    String PROMISE = "a call whose call.cancellation() happens comes out with a CancellationException";

    @ParameterizedTest
    @EnumSource
    default void doesNotBeginForAClientThatIsGone(Mode mode, Bench bench) {
        Cancellation gone = new Cancellation();
        gone.cancel(Cancellation.Cause.CLIENT_LEFT);
        ChatCall call = bench.call(Ask.saying("Hello"), Bench.SOON, gone);

        assertThatThrownBy(() -> mode.ask(bench.chat(), call)).as(PROMISE)
                .isInstanceOf(CancellationException.class);
    }

    @Test
    default void stopsBetweenChunksWhenTheClientLeaves(Bench bench) {
        Cancellation leaving = new Cancellation();
        List<ChatChunk> seen = new ArrayList<>();
        bench.upstream()
                .answerWith(_ -> bench.speech()
                        .streamHead()
                        .write(bench.speech().events(Said.pieces(3)).getFirst())
                        .hang());
        ChatCall call = bench.call(Ask.saying("Tell me something long"), Bench.SOON, leaving);

        assertThatThrownBy(() -> bench.chat().stream(call, chunks -> {
            seen.addAll(chunks);
            leaving.cancel(Cancellation.Cause.CLIENT_LEFT);
        })).as(PROMISE).isInstanceOf(CancellationException.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    @DisplayName("lets the sink's exception out unchanged")
    default void letsTheSinksExceptionOutUnchanged(Bench bench) {
        IllegalStateException full = new IllegalStateException("the sink is full");

        assertThatThrownBy(() -> bench.chat().stream(bench.call(Ask.saying("Hello")), _ -> {
            throw full;
        })).as("what the sink throws comes out of stream()").isSameAs(full);
    }
}
