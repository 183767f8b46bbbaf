package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How the chunks of an upstream's stream pass through.
@ExtendWith(BenchExtension.class)
public interface UpstreamStreamContract extends ProviderUnderTest {

    @Test
    default void handsOverAChunkBeforeTheUpstreamHasTheNext(Bench bench) {
        Gate seen = new Gate();
        List<String> events = bench.speech().events(Said.text("one", "two"));
        bench.upstream()
                .answer(bench.speech()
                        .streamHead()
                        .write(events.getFirst())
                        .await(seen)
                        .write(String.join("", events.subList(1, events.size()))));
        List<ChatChunk> chunks = new ArrayList<>();

        var end = bench.chat().stream(bench.call(Ask.saying("Hello")), arrived -> {
            chunks.addAll(arrived);
            seen.open();
        });

        assertThat(Heard.streamed(chunks, end).text()).isEqualTo("onetwo");
    }

    @Test
    default void keepsTheOrderOfALongStream(Bench bench) {
        Said said = Said.pieces(2000);
        bench.upstream().answer(bench.speech().stream(said));

        assertThat(bench.ask(Mode.STREAMED, Ask.saying("Hello")).text()).isEqualTo(said.whole());
    }

    @Test
    default void readsAStreamHoweverItIsCutIntoPieces(Bench bench) {
        Said said = Said.text("Grüße ", "aus 北京 ", "🏮");
        Reply reply = bench.speech().streamHead().inPieces(1);
        for (String event : bench.speech().events(said)) {
            reply = reply.write(event);
        }
        bench.upstream().answer(reply);

        assertThat(bench.ask(Mode.STREAMED, Ask.saying("Hello")).text()).isEqualTo(said.whole());
    }

    @Test
    default void tellsTheUsageOfTheStream(Bench bench) {
        bench.upstream().answer(bench.speech().stream(Said.text("Hello")));

        assertThat(bench.ask(Mode.STREAMED, Ask.saying("Hello")).end().usage())
                .as(AnswerContract.PROMISE_OF_USAGE)
                .isEqualTo(bench.speech().told(Said.USAGE));
    }

    @ParameterizedTest
    @EnumSource
    default void tellsAnAnswerThatIsAsLongAsItMayBeFromOneThatEnded(Mode mode, Bench bench) {
        Said said = Said.text("one", "two").cutOff();
        bench.upstream()
                .answer(mode == Mode.WHOLE ? bench.speech().whole(said) : bench.speech().stream(said));

        assertThat(bench.ask(mode, Ask.saying("Hello")).end().reason())
                .as("why the model stopped, of an answer that speech() was to tell as cut off (Said.cut)")
                .isEqualTo(FinishReason.LENGTH);
    }

    @ParameterizedTest
    @EnumSource
    default void takesAStreamThatStopsMidwayForAFailure(Break how, Bench bench) {
        bench.upstream()
                .answer(how.after(bench.speech()
                        .streamHead()
                        .write(bench.speech().events(Said.text("one", "two")).getFirst())));

        assertThat(bench.failure(Mode.STREAMED, bench.call(Ask.saying("Hello")),
                "a stream that stops before the upstream says that it is over is not whole"))
                .isInstanceOfAny(UpstreamFailure.Garbled.class, UpstreamFailure.Unavailable.class);
    }

    @Test
    default void takesAnErrorInsideAStreamForAFailureAndKeepsItsWords(Bench bench) {
        bench.upstream()
                .answer(bench.speech()
                        .streamHead()
                        .write(bench.speech().events(Said.text("one", "two")).getFirst())
                        .write(bench.speech().failureEvent("The engine fell over.")));

        assertThat(bench.failure(Mode.STREAMED, bench.call(Ask.saying("Hello")),
                "an error among the events, as speech().failureEvent(…) tells it, ends the stream")
                .detail()
                .message()).as("the upstream's own words").contains("The engine fell over.");
    }

    @Test
    default void closesTheUpstreamWhenTheSinkThrows(Bench bench) {
        bench.upstream().answer(endless(bench));

        assertThatThrownBy(() -> bench.chat().stream(bench.call(Ask.saying("Hello")), _ -> {
            throw new IllegalStateException("the client is gone");
        })).isInstanceOf(IllegalStateException.class);
        assertThat(bench.upstream().awaitNoOpenConnections(Bench.SOON)).isTrue();
    }

    @Test
    default void makesTheUpstreamWaitForASlowSink(Bench bench) {
        Gate written = new Gate();
        Gate read = new Gate();
        Said large = Said
                .text(Stream.generate(() -> "x".repeat(64 * 1024)).limit(800).toArray(String[]::new));
        Reply reply = bench.speech().streamHead();
        for (String event : bench.speech().events(large)) {
            reply = reply.write(event);
        }
        bench.upstream().answer(reply.open(written));
        List<ChatChunk> chunks = new ArrayList<>();

        var end = bench.chat().stream(bench.call(Ask.saying("Hello")), arrived -> {
            if (!read.isOpen()) {
                assertThat(written.await(Duration.ofMillis(300))).as("all of 50 MB was taken in").isFalse();
                read.open();
            }
            chunks.addAll(arrived);
        });

        assertThat(Heard.streamed(chunks, end).text()).hasSize(800 * 64 * 1024);
    }

    @ParameterizedTest
    @EnumSource
    default void closesASilentUpstreamWhenTheClientLeaves(Mode mode, Bench bench) {
        bench.upstream().answer(Reply.silent());
        Cancellation leaving = new Cancellation();
        ChatCall call = bench.call(Ask.saying("Hello"), Bench.SOON, leaving);
        Thread client = Thread.ofVirtual().start(() -> {
            var _ = bench.upstream().awaitRequest(Bench.SOON);
            leaving.cancel(Cancellation.Cause.CLIENT_LEFT);
        });

        assertThatThrownBy(() -> mode.ask(bench.chat(), call)).as(CancellationContract.PROMISE)
                .isInstanceOf(CancellationException.class);
        assertThat(bench.upstream().awaitNoOpenConnections(Bench.SOON)).as("the connection is closed at once")
                .isTrue();
        assertThat(client.isAlive() && !leaving.happened()).isFalse();
    }

    @Test
    default void closesAnUpstreamThatPausesWhenTheClientLeaves(Bench bench) {
        bench.upstream()
                .answer(bench.speech()
                        .streamHead()
                        .write(bench.speech().events(Said.text("one", "two")).getFirst())
                        .hang());
        Cancellation leaving = new Cancellation();
        ChatCall call = bench.call(Ask.saying("Hello"), Bench.SOON, leaving);

        assertThatThrownBy(() -> bench.chat()
                .stream(call,
                        _ -> Thread.ofVirtual().start(() -> leaving.cancel(Cancellation.Cause.CLIENT_LEFT))))
                .isInstanceOf(CancellationException.class);
        assertThat(bench.upstream().awaitNoOpenConnections(Bench.SOON)).isTrue();
    }

    private static Reply endless(Bench bench) {
        return bench.speech()
                .streamHead()
                .writeForEver(bench.speech().events(Said.text("on", "and on")).getFirst());
    }

    /// The ways in which a stream may stop.
    enum Break {
        /// The body ends as if all were well.
        CLEAN_END,
        /// The connection is closed.
        CLOSED,
        /// The connection is reset.
        RESET;

        Reply after(Reply begun) {
            return switch (this) {
                case CLEAN_END -> begun.end();
                case CLOSED -> begun.cut();
                case RESET -> begun.reset();
            };
        }
    }
}
