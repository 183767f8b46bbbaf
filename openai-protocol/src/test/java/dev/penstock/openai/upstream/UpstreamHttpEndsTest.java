package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.port.Cancellation;
import dev.penstock.fake.Reply;
import dev.penstock.openai.upstream.TransportException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How calls over the seam end: by the caller, by time, by leaving the rest unread.
@Timeout(60)
final class UpstreamHttpEndsTest extends OutboundTestBed {

    @Test
    void endsAtOnceWhenItIsCancelledWaitingForTheHead() throws Exception {
        upstream.answer(Reply.silent());
        Future<UpstreamResponse> call = threads.submit(() -> post("{}"));
        var _ = upstream.awaitRequest(LIMIT);

        cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);

        assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CancellationException.class);
        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void endsAtOnceWhenItIsCancelledReadingTheBody() throws Exception {
        upstream.answer(Reply.head(200).write("a").hang());
        UpstreamResponse response = post("{}");
        assertThat(response.body().read()).isEqualTo('a');
        Future<Integer> read = threads.submit(() -> response.body().read());

        cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);

        assertThatThrownBy(() -> read.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CancellationException.class);
        response.close();
        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void sendsNothingIfItWasCancelledBefore() {
        cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);
        assertThatThrownBy(() -> post("{}")).isInstanceOf(CancellationException.class);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void leavesNoConnectionBehindAfterManyCancellations() throws Exception {
        upstream.answer(Reply.head(200).write("a").hang());
        for (int i = 0; i < 100; i++) {
            Cancellation one = new Cancellation();
            try (UpstreamResponse response = http.send(request("{}", LIMIT, LIMIT), one)) {
                assertThat(response.body().read()).isEqualTo('a');
                one.cancel(Cancellation.Cause.CLIENT_LEFT);
            }
        }
        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void closesWithoutReadingOn() throws Exception {
        for (Reply reply : List.of(Reply.head(200).write("a").hang(),
                Reply.head(200).writeForEver("a".repeat(1000)))) {
            upstream.next(reply);
            long start = System.nanoTime();
            try (UpstreamResponse response = post("{}")) {
                assertThat(response.body().read()).isEqualTo('a');
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
        }
    }

    @Test
    void usesAConnectionAgainWhoseRestComesWithinMoments() throws Exception {
        upstream.answer(Reply.head(200).write("data: [DONE]\n\n"));
        for (int i = 0; i < 3; i++) {
            try (UpstreamResponse response = post("{}")) {
                assertThat(response.body().readNBytes(14)).hasSize(14);
                response.finish();
            }
        }
        assertThat(upstream.acceptedConnections()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForARestThatDoesNotCome() throws Exception {
        upstream.answer(Reply.head(200).write("data: [DONE]\n\n").hang());
        try (UpstreamResponse response = post("{}")) {
            assertThat(response.body().readNBytes(14)).hasSize(14);
            response.finish();
        }
        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void givesUpOnAHeadThatDoesNotCome() {
        upstream.answer(Reply.silent());
        assertThatThrownBy(() -> http.send(request("{}", SHORT, LIMIT), cancellation))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("no answer within 200 ms")
                .extracting("reason")
                .isEqualTo(Reason.NO_HEAD);
        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void givesUpOnSilenceButNotOnASlowLivingStream() throws IOException {
        Reply slow = Reply.head(200);
        for (int i = 0; i < 8; i++) {
            slow = slow.write("a").delay(Duration.ofMillis(60));
        }
        upstream.next(slow.end(), Reply.head(200).write("a").hang());

        assertThat(text(http.send(request("{}", LIMIT, SHORT), cancellation))).hasSize(8);
        try (UpstreamResponse response = http.send(request("{}", LIMIT, SHORT), cancellation)) {
            assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(TransportException.class)
                    .extracting("reason")
                    .isEqualTo(Reason.SILENT);
        }
    }

    @Test
    void servesManyCallsAtOnce() throws Exception {
        upstream.answer(Reply.head(200).write("abc"));
        try (UpstreamHttp wide = open(50)) {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(() -> text(wide.send(request("{}", LIMIT, LIMIT), new Cancellation())));
            }
            for (Future<String> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo("abc");
            }
        }
    }

    @Test
    void endsRunningCallsWhenItIsClosed() throws Exception {
        upstream.answer(Reply.silent());
        Future<UpstreamResponse> call = threads.submit(() -> post("{}"));
        var _ = upstream.awaitRequest(LIMIT);

        http.close();

        assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(TransportException.class);
    }
}
