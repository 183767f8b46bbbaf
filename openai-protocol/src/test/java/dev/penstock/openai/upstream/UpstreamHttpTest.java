package dev.penstock.openai.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import dev.penstock.openai.upstream.TransportException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the seam promises, on the wire. Written against the interface, so that another client can be tried by changing
/// [#open].
@Timeout(60)
class UpstreamHttpTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final FakeUpstream upstream = FakeUpstream.start();
    private final UpstreamHttp http = open(8);
    private final Cancellation cancellation = new Cancellation();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private static UpstreamHttp open(int connections) {
        TransportSettings settings = new TransportSettings(Duration.ofSeconds(2), connections, SHORT, LIMIT);
        return new ApacheUpstreamHttp(settings, _ -> Optional.empty());
    }

    @AfterEach
    void close() {
        http.close();
        upstream.close();
        threads.close();
    }

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
        upstream.next(Reply.script()
                .verbatim("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                .delay(Duration.ofMillis(100))
                .cut());
        upstream.answer(Reply.json(200, "{}"));
        assertThat(text(post("{}"))).isEqualTo("ok");
        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();

        assertThat(text(post("{}"))).isEqualTo("{}");
    }

    @Test
    void endsAtOnceWhenItIsCancelledWaitingForTheHead() throws Exception {
        upstream.answer(Reply.silent());
        Future<UpstreamResponse> call = threads.submit(() -> post("{}"));
        var _ = upstream.awaitRequest(LIMIT);

        cancellation.cancel();

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

        cancellation.cancel();

        assertThatThrownBy(() -> read.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CancellationException.class);
        response.close();
        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void sendsNothingIfItWasCancelledBefore() {
        cancellation.cancel();
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
                one.cancel();
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
            cancellation.cancel();
            assertThatThrownBy(first::get).hasCauseInstanceOf(CancellationException.class);
        }
    }

    @Test
    void goesThroughTheProxyItIsGiven() throws IOException {
        upstream.answer(Reply.json(200, "{}"));
        TransportSettings settings = TransportSettings.of(LIMIT, 8);
        URI proxy = URI.create("http://127.0.0.1:" + upstream.port());
        try (UpstreamHttp proxied = new ApacheUpstreamHttp(settings, _ -> Optional.of(proxy))) {
            UpstreamRequest request = new UpstreamRequest("GET", URI.create("http://far.invalid/models"),
                    Map.of(),
                    Optional.empty(), LIMIT, LIMIT);
            assertThat(text(proxied.send(request, cancellation))).isEqualTo("{}");
            assertThat(upstream.lastRequest().path()).isEqualTo("http://far.invalid/models");
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

    private void assertUnreachable(String uri, String words) {
        UpstreamRequest request = new UpstreamRequest("GET", URI.create(uri), Map.of(), Optional.empty(),
                LIMIT, LIMIT);
        assertThatThrownBy(() -> http.send(request, cancellation)).isInstanceOf(TransportException.class)
                .hasMessageContaining(words)
                .extracting("reason")
                .isEqualTo(Reason.UNREACHABLE);
    }

    private UpstreamResponse post(String body) throws TransportException {
        return http.send(request(body, LIMIT, LIMIT), cancellation);
    }

    private UpstreamRequest request(String body, Duration headTimeout, Duration silenceTimeout) {
        return new UpstreamRequest("POST", URI.create(upstream.baseUri() + "/chat/completions"),
                Map.of("X-DashScope-Test", "Yes"), Optional.of(JsonText.of(body)), headTimeout,
                silenceTimeout);
    }

    private static String text(UpstreamResponse response) throws IOException {
        try (response) {
            return new String(response.body().readAllBytes(), UTF_8);
        }
    }
}
