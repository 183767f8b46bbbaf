package dev.penstock.openai.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.port.Cancellation;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import dev.penstock.openai.upstream.TransportException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the seam promises, on the wire.
@Timeout(60)
final class UpstreamHttpTest extends OutboundTestBed {

    @Test
    void deliversThePartOfAChunkThatHasArrived() throws IOException {
        Gate gate = new Gate();
        upstream.answer(Reply.script()
                .verbatim("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabc")
                .await(gate)
                .verbatim("def\r\n0\r\n\r\n"));
        try (UpstreamResponse response = post("{}")) {
            byte[] buffer = new byte[100];
            assertThat(response.body().read(buffer)).isEqualTo(3);
            gate.open();
            assertThat(response.body().readAllBytes()).isEqualTo("def".getBytes(UTF_8));
        }
    }

    @Test
    void readsBodiesUpToTheEndOfTheConnectionChunkExtensionsAndInterimResponses() throws IOException {
        upstream.next(Reply.raw("HTTP/1.1 200 OK\r\n\r\nto the end"),
                Reply.script()
                        .verbatim(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n"),
                Reply.script()
                        .verbatim("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        assertThat(text(post("{}"))).isEqualTo("to the end");
        assertThat(text(post("{}"))).isEqualTo("abc");
        assertThat(text(post("{}"))).isEqualTo("ok");
    }

    @Test
    void usesAConnectionAgainEvenAfterTrailers() throws IOException {
        upstream.answer(Reply.script()
                .verbatim(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Trailer: 1\r\n\r\n"));
        assertThat(text(post("{}"))).isEqualTo("a");
        assertThat(text(post("{}"))).isEqualTo("a");
        assertThat(upstream.acceptedConnections()).isEqualTo(1);
    }

    @Test
    void takesABodyThatIsCutShortForBroken() throws IOException {
        upstream.next(Reply.head(200).write("abc").cut(), Reply.head(200).write("abc").reset(),
                Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
        for (int i = 0; i < 3; i++) {
            try (UpstreamResponse response = post("{}")) {
                assertThatThrownBy(() -> response.body().readAllBytes())
                        .isInstanceOf(TransportException.class)
                        .extracting("reason")
                        .isEqualTo(Reason.BROKEN);
            }
        }
    }

    @Test
    void acceptsLongHeadersAndKeepsTheSpellingOfItsOwn() throws IOException {
        upstream.answer(Reply.json(200, "{}").header("X-Long", "x".repeat(20_000)));
        try (UpstreamResponse response = post("{}")) {
            assertThat(response.header("x-LONG").orElseThrow()).hasSize(20_000);
        }
        assertThat(upstream.lastRequest().headerLines()).contains("X-DashScope-Test: Yes");
    }

    @Test
    void addsNothingThatHttpDoesNotDemand() throws IOException {
        upstream.answer(Reply.json(200, "{}"));
        assertThat(text(post("{}"))).isEqualTo("{}");
        assertThat(upstream.lastRequest().headers()).containsOnlyKeys("host", "content-length", "connection",
                "x-dashscope-test");
    }

    @Test
    void deliversARefusalThatComesBeforeABigBodyIsSentWhole() throws IOException {
        upstream.answer(Reply.early(Reply.json(413, "{\"error\":\"too big\"}")));
        try (UpstreamResponse response = post("x".repeat(8 * 1024 * 1024))) {
            assertThat(response.status()).isEqualTo(413);
            assertThat(new String(response.body().readAllBytes(), UTF_8)).contains("too big");
        }
    }

    @Test
    void doesNotTakeAnUnsolicited408ForAnAnswer() throws Exception {
        upstream.next(Reply.script()
                .verbatim("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                .delay(Duration.ofMillis(100))
                .verbatim("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .cut());
        upstream.answer(Reply.json(200, "{}"));
        assertThat(text(post("{}"))).isEqualTo("ok");
        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();

        try (UpstreamResponse response = post("{}")) {
            assertThat(response.status()).isEqualTo(200);
        }
    }

    @Test
    void sendsOverANewConnectionWhenTheOldOneWasClosedMeanwhile() throws Exception {
        Gate read = new Gate();
        upstream.next(Reply.script()
                .verbatim("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                .await(read)
                .delay(Duration.ofMillis(100))
                .cut());
        upstream.answer(Reply.json(200, "{}"));
        assertThat(text(post("{}"))).isEqualTo("ok");
        read.open();
        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();

        assertThat(text(post("{}"))).isEqualTo("{}");
    }

    @Test
    void saysWhatKeepsItFromConnecting() throws IOException {
        int unused;
        try (FakeUpstream gone = FakeUpstream.start()) {
            unused = gone.port();
        }
        assertUnreachable("http://127.0.0.1:" + unused, "127.0.0.1:" + unused + " refused the connection");
        assertUnreachable("http://name.invalid", "the host name name.invalid is unknown");
        upstream.answer(Reply.json(200, "{}"));
        assertUnreachable("https://127.0.0.1:" + upstream.port(), "no secure connection");
    }

    @Test
    void takesAnAnswerThatIsNoHttpForBroken() {
        upstream.next(Reply.raw("hello\r\n\r\n"), Reply.noAnswer());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> post("{}")).isInstanceOf(TransportException.class)
                    .extracting("reason")
                    .isEqualTo(Reason.BROKEN);
        }
    }

    @Test
    void saysSoWhenEveryConnectionIsInUse() throws IOException {
        upstream.answer(Reply.silent());
        try (UpstreamHttp narrow = open(1)) {
            Future<UpstreamResponse> first = threads
                    .submit(() -> narrow.send(request("{}", LIMIT, LIMIT), cancellation));
            var _ = upstream.awaitRequest(LIMIT);
            assertThatThrownBy(() -> narrow.send(request("{}", LIMIT, LIMIT), new Cancellation()))
                    .isInstanceOf(TransportException.class)
                    .extracting("reason")
                    .isEqualTo(Reason.EXHAUSTED);
            cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);
            assertThatThrownBy(first::get).hasCauseInstanceOf(CancellationException.class);
        }
    }
}
