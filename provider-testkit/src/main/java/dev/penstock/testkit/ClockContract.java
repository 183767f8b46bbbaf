package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.fake.Reply;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Time limits do not follow `PluginContext.clock`, which jumps when a machine's clock is set. It is for stamps only.
@ExtendWith(BenchExtension.class)
public interface ClockContract extends ProviderUnderTest {
    String PROMISE = "time limits are kept by call.deadline() and System.nanoTime(), not by PluginContext.clock, which jumped "
            + "at every reading: ";

    /// How far the clock jumps.
    Duration FAR = Duration.ofHours(1);

    @ParameterizedTest
    @EnumSource
    default void waitsOnWhenTheClockJumpsForwards(Mode mode, Bench bench) {
        bench.clock().jumpBy(FAR);
        TimeLimits limits = new TimeLimits(Optional.of(Bench.SOON), Optional.of(Bench.SOON),
                Optional.of(Bench.SOON),
                Optional.of(Bench.SOON));
        String text;
        try {
            text = mode.ask(bench.chat(), bench.call(Ask.saying("Hello"), limits)).text();
        } catch (UpstreamException e) {
            throw new AssertionError(PROMISE + "it failed with " + e.failure(), e);
        }

        assertThat(text).as("the answer").isEqualTo("You said: Hello");
    }

    @ParameterizedTest
    @EnumSource
    default void givesUpInTimeWhenTheClockJumpsBackwards(Mode mode, Bench bench) {
        bench.clock().jumpBy(FAR.negated());
        Said late = Said.text("late");
        Reply reply = mode == Mode.WHOLE ? bench.speech().whole(late) : bench.speech().stream(late);
        bench.upstream().answer(reply.after(TimeLimitContract.TOO_LONG));
        ChatCall call = bench.call(Ask.saying("Hello"), TimeLimitContract.LIMIT, new Cancellation());

        assertThat(bench.failure(mode, call, PROMISE + "backwards")).as(PROMISE + "backwards")
                .isInstanceOf(UpstreamFailure.TimedOut.class);
    }
}
