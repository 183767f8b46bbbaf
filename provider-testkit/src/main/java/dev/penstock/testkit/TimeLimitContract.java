package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.fake.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How patient a provider is when the route says so. Every upstream here comes to a good end in its own time, so that who
/// waits for longer than allowed gets an answer where there has to be a failure.
@ExtendWith(BenchExtension.class)
public interface TimeLimitContract extends ProviderUnderTest {
    /// What a route allows.
    Duration LIMIT = Duration.ofMillis(250);
    /// How long an upstream takes that takes too long.
    Duration TOO_LONG = Duration.ofSeconds(3);
    /// Between two signs of life.
    Duration BEAT = Duration.ofMillis(10);

    /// Of a stream, that is: the head of a whole answer comes when all is thought out.
    @Test
    default void givesUpOnAHeadThatTakesTooLong(Bench bench) {
        bench.upstream().answer(bench.speech().stream(Said.text("late")).after(TOO_LONG));

        assertTimedOut(Mode.STREAMED, new TimeLimits(Optional.empty(), Optional.of(LIMIT), Optional.empty(),
                Optional.empty()), bench);
    }

    @Test
    default void givesUpOnAFirstChunkThatTakesTooLong(Bench bench) {
        bench.upstream().answer(rest(bench.speech().streamHead().delay(TOO_LONG), 0, bench));

        assertTimedOut(Mode.STREAMED, firstToken(), bench);
    }

    @Test
    default void givesUpOnAnUpstreamThatOnlyKeepsAliveBeforeTheFirstChunk(Bench bench) {
        bench.upstream().answer(rest(beating(bench.speech().streamHead(), bench), 0, bench));

        assertTimedOut(Mode.STREAMED, firstToken(), bench);
    }

    @Test
    default void givesUpOnAPauseBetweenChunksThatTakesTooLong(Bench bench) {
        bench.upstream().answer(rest(first(bench).delay(TOO_LONG), 1, bench));

        assertTimedOut(Mode.STREAMED, silence(LIMIT), bench);
    }

    @Test
    default void givesUpOnAnUpstreamThatOnlyKeepsAliveBetweenChunks(Bench bench) {
        bench.upstream().answer(rest(beating(first(bench), bench), 1, bench));

        assertTimedOut(Mode.STREAMED, silence(LIMIT), bench);
    }

    /// The whole takes half as long again as the limit, and no pause a tenth of it.
    @Test
    default void waitsAnewAfterEveryChunk(Bench bench) {
        Duration limit = Duration.ofSeconds(1);
        Said said = Said.pieces(24);
        Reply reply = bench.speech().streamHead();
        for (String event : bench.speech().events(said)) {
            reply = reply.write(event).delay(Duration.ofMillis(30)).write(bench.speech().keepAlive());
            reply = reply.delay(Duration.ofMillis(30));
        }
        bench.upstream().answer(reply);

        Heard heard = Mode.STREAMED.ask(bench.chat(), bench.call(Ask.saying("Hello"), silence(limit)));

        assertThat(heard.text()).isEqualTo(said.whole());
    }

    private static void assertTimedOut(Mode mode, TimeLimits limits, Bench bench) {
        String promise = "an upstream that takes longer than call.limits() allows is TimedOut, and what only keeps the"
                + " connection alive does not count; they were " + limits;
        UpstreamFailure failure = bench.failure(mode, bench.call(Ask.saying("Hello"), limits), promise);

        assertThat(failure).as(promise).isInstanceOf(UpstreamFailure.TimedOut.class);
        assertThat(failure.detail().message()).isNotBlank();
        assertThat(bench.upstream().awaitNoOpenConnections(Bench.SOON))
                .as("the connection is closed when the call comes back")
                .isTrue();
    }

    private static TimeLimits firstToken() {
        return new TimeLimits(Optional.empty(), Optional.empty(), Optional.of(LIMIT), Optional.empty());
    }

    private static TimeLimits silence(Duration limit) {
        return new TimeLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(limit));
    }

    private static Reply first(Bench bench) {
        return rest(bench.speech().streamHead(), 0, 1, bench);
    }

    private static Reply rest(Reply begun, int from, Bench bench) {
        return rest(begun, from, Integer.MAX_VALUE, bench);
    }

    private static Reply rest(Reply begun, int from, int to, Bench bench) {
        List<String> events = bench.speech().events(Said.text("one", "two"));
        return begun.write(String.join("", events.subList(from, Math.min(to, events.size()))));
    }

    private static Reply beating(Reply begun, Bench bench) {
        Reply reply = begun;
        for (long i = TOO_LONG.dividedBy(BEAT); i > 0; i--) {
            reply = reply.write(bench.speech().keepAlive()).delay(BEAT);
        }
        return reply;
    }
}
