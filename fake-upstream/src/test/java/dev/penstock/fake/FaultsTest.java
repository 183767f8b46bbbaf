package dev.penstock.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String CHUNKED_HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void noticesAtOnceThatThePeerOfAHangingReplyLeft() throws IOException {
        upstream.answer(Reply.head(200).write("x").hang());
        var peer = new RawClient(upstream).get();
        assertThat(peer.readTo("1\r\nx\r\n")).isEqualTo(CHUNKED_HEAD + "1\r\nx\r\n");
        assertThat(upstream.openConnections()).isEqualTo(1);
        assertThat(upstream.awaitNoOpenConnections(Duration.ofMillis(20))).isFalse();

        peer.close();

        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void noticesThatAnIdlePeerLeft() throws IOException {
        upstream.answer(Reply.json(200, "{}"));
        var peer = new RawClient(upstream).get();
        assertThat(peer.readTo("{}")).startsWith("HTTP/1.1 200 OK\r\n");

        peer.close();

        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void staysSilentBeforeTheHead() throws IOException {
        upstream.answer(Reply.silent());
        var peer = new RawClient(upstream).get();
        var _ = upstream.awaitRequest(LIMIT);
        assertThat(upstream.openConnections()).isEqualTo(1);

        peer.close();

        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void holdsBackUntilTheGateOpens() throws IOException {
        var head = new Gate();
        var rest = new Gate();
        upstream.answer(Reply.head(200).write("x").await(rest).write("y").after(head));
        try (var peer = new RawClient(upstream).get()) {
            var _ = upstream.awaitRequest(LIMIT);
            head.open();
            assertThat(peer.readTo("x\r\n")).isEqualTo(CHUNKED_HEAD + "1\r\nx\r\n");
            rest.open();
            assertThat(peer.readTo("0\r\n\r\n")).isEqualTo("1\r\ny\r\n0\r\n\r\n");
        }
    }

    @Test
    void leavesAGateWhenThePeerLeaves() throws IOException {
        upstream.answer(Reply.head(200).await(new Gate()));
        var peer = new RawClient(upstream).get();
        assertThat(peer.readTo("\r\n\r\n")).isEqualTo(CHUNKED_HEAD);

        peer.close();

        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void cutsABodyShort() throws IOException {
        upstream.answer(Reply.head(200).write("x").cut());
        try (var peer = new RawClient(upstream).get()) {
            assertThat(peer.readAll()).isEqualTo(CHUNKED_HEAD + "1\r\nx\r\n");
        }
    }

    @Test
    void resetsAConnection() throws IOException {
        upstream.answer(Reply.head(200).write("x").reset());
        try (var peer = new RawClient(upstream).get()) {
            assertThatThrownBy(peer::readAll).isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void closesWithoutAWord() throws IOException {
        upstream.answer(Reply.noAnswer());
        try (var peer = new RawClient(upstream).get()) {
            assertThat(peer.readAll()).isEmpty();
        }
    }

    @Test
    void writesRawBytesAndCloses() throws IOException {
        upstream.answer(Reply.raw("SSH-2.0-nonsense\r\n"));
        try (var peer = new RawClient(upstream).get()) {
            assertThat(peer.readAll()).isEqualTo("SSH-2.0-nonsense\r\n");
        }
    }

    @Test
    void endsABodyByClosing() throws IOException {
        upstream.answer(Reply.head(200).untilClose().write("x"));
        try (var peer = new RawClient(upstream).get()) {
            assertThat(peer.readAll()).isEqualTo("HTTP/1.1 200 OK\r\n\r\nx");
        }
    }

    @Test
    void writesInPieces() throws IOException {
        upstream.answer(Reply.head(200).inPieces(2).write("abcdefgh"));
        try (var peer = new RawClient(upstream).get()) {
            assertThat(peer.readTo("0\r\n\r\n")).isEqualTo(CHUNKED_HEAD + "8\r\nabcdefgh\r\n0\r\n\r\n");
        }
    }

    @Test
    void speaksOnAfterTheEnd() throws IOException {
        var gate = new Gate();
        upstream.answer(Reply.json(200, "{}")
                .end()
                .await(gate)
                .verbatim("HTTP/1.1 408 Request Timeout\r\n\r\n")
                .cut());
        try (var peer = new RawClient(upstream).get()) {
            var _ = peer.readTo("{}");
            gate.open();
            assertThat(peer.readAll()).isEqualTo("HTTP/1.1 408 Request Timeout\r\n\r\n");
        }
    }

    @Test
    void answersBeforeABigBodyHasCome() throws IOException {
        upstream.answer(Reply.early(Reply.json(413, "{}")));
        try (var peer = new RawClient(upstream)) {
            peer.send("POST / HTTP/1.1\r\nContent-Length: 8000000\r\n\r\nonly the beginning");

            assertThat(peer.readTo("{}")).startsWith("HTTP/1.1 413 ");
            assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
            assertThat(upstream.lastRequest().body()).isEmpty();
        }
    }

    @Test
    void writesForEverUntilThePeerLeaves() throws IOException {
        upstream.answer(Reply.head(200).writeForEver("x".repeat(1000)));
        var peer = new RawClient(upstream).get();
        byte[] buffer = new byte[1000];
        for (int i = 0; i < 1000; i++) {
            assertThat(peer.read(buffer)).isPositive();
        }

        peer.close();

        assertThat(upstream.awaitNoOpenConnections(LIMIT)).isTrue();
    }

    @Test
    void waitsAsLongAsItIsTold() throws IOException {
        upstream.answer(Reply.head(200).delay(Duration.ofMillis(60)).write("x").after(Duration.ofMillis(60)));
        try (var peer = new RawClient(upstream)) {
            long start = System.nanoTime();
            var _ = peer.get().readTo("0\r\n\r\n");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void closesAfterTheReplyWhenTheRequestAsksForIt() throws IOException {
        upstream.answer(Reply.json(200, "{}"));
        try (var peer = new RawClient(upstream)) {
            peer.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertThat(peer.readAll().getBytes(StandardCharsets.UTF_8)).endsWith('{', '}');
        }
    }
}
