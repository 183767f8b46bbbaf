package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the ends of requests are found, and what becomes of requests whose end cannot be found. `|` in a request is `\r\n`.
final class FramingIT {
    private static final String ASK = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String HEAD = "POST /v1/chat/completions HTTP/1.1|Host: localhost|Content-Type: application/json|";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked|";
    private static final String NEXT = "GET / HTTP/1.1|Host: localhost|Connection: close||";
    private static final String SIZE = Integer.toHexString(ASK.length());

    private final FakeUpstream upstream = FakeUpstream.start()
            .answer(Reply.fixture("dashscope/nonstream.json"));
    private final RunningGateway gateway = RunningGateway.of("dashscope", upstream);
    private final List<LogRecord> logged = Collections.synchronizedList(new ArrayList<>());
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() > Level.CONFIG.intValue()) {
                logged.add(line);
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is held
        }
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void close() {
        Logger.getLogger("").removeHandler(log);
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5|12345|0||", "-5|12345|0||", "0x5|12345|0||", " 5|12345|0||", "5 |12345|0||",
            "|12345|0||",
            "zz|12345|0||", ";a=b|12345|0||", "5\n12345|0||", "5|12345\n0||", "5|12345\r\r0||",
            "5|12345XX0||", "5|123456|0||",
            "80000000|12345", "ffffffff|12345|", "100000000|12345|0||", "fffffffffffffffffffff|1|0||",
            "5|12345|0|no trailer||",
            "5|12345|0|: none||", "5|12345|0| folded: x||", "5|12345|0\n\n", "5|12345|-0||", "5|12345|+0||",
            "\r5|12345|0||",
            "5\r12345|0||", "5;a=\nb|12345|0||"})
    void aChunkThatIsNoneIsAnsweredWith400AndTheConnectionIsClosed(String body) throws Exception {
        String answer = exchangeAndLeave(CHUNKED + "|" + body + NEXT);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
        assertThat(answer).contains("{\"error\":{")
                .containsOnlyOnce("HTTP/1.1 ")
                .containsIgnoringCase("connection: close");
        assertNothingWasSentOrLogged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: +5||12345", "Content-Length: -5||12345",
            "Content-Length: -1||5|12345|0||",
            "Content-Length: 5,5||12345", "Content-Length: 5|Content-Length: 6||123456",
            "Content-Length: 5 5||12345",
            "Content-Length: 0x5||12345", "Content-Length: ||12345",
            "Content-Length: 99999999999999999999||12345",
            "Content-Length: 5|Transfer-Encoding: chunked||5|12345|0||",
            "Transfer-Encoding: chunked|Content-Length: 5||5|12345|0||",
            "Transfer-Encoding: chunked, identity||5|12345|0||",
            "Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
            "Transfer-Encoding: xchunked||5|12345|0||", "Transfer-Encoding: gzip, chunked||5|12345|0||",
            "Transfer-Encoding: ||5|12345|0||", "Transfer-Encoding: \u000bchunked||5|12345|0||",
            "Transfer-Encoding : chunked||5|12345|0||", " Transfer-Encoding: chunked||5|12345|0||"})
    void aHeadThatDoesNotTellTheLengthIsAnsweredWith4xxAndTheConnectionIsClosed(String rest)
            throws Exception {
        String answer = exchangeAndLeave(HEAD + rest + NEXT);

        assertThat(RawHttp.status(answer)).as(answer).isIn(400, 501);
        assertThat(answer).contains("{\"error\":{")
                .containsOnlyOnce("HTTP/1.1 ")
                .containsIgnoringCase("connection: close");
        assertNothingWasSentOrLogged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE|ASK|0||", "SIZE|ASK|0|Checksum: abc|Other: def||", "000000SIZE|ASK|000||",
            "SIZE;name=value;other=\"quoted\"|ASK|0;last||", "SIZE ;name|ASK|0||",
            "1|{|CUT|REST|0|X-Trailer:||"})
    void chunksExtensionsAndTrailersAreRead(String body) throws Exception {
        String answer = exchange(CHUNKED + "|" + body.replace("SIZE", SIZE)
                .replace("ASK", ASK)
                .replace("CUT", Integer.toHexString(ASK.length() - 1).toUpperCase(Locale.ROOT))
                .replace("REST", ASK.substring(1)) + NEXT);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
        assertThat(answer).as("the next request of the connection").contains("\"name\":\"Penstock\"");
        assertThat(upstream.lastRequest().text()).contains("\"content\":\"Hello\"");
        assertThat(logged).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRANSFER-ENCODING: chunked|", "Transfer-Encoding: Chunked|",
            "transfer-encoding:chunked|",
            "Transfer-Encoding:  chunked  |"})
    void chunkedIsAWordInAnyCase(String header) throws Exception {
        String answer = exchange(HEAD + header + "|" + SIZE + "|" + ASK + "|0||" + NEXT);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
        assertThat(answer).as("the next request of the connection").contains("\"name\":\"Penstock\"");
    }

    @Test
    void bytesThatComeOneByOneAreTheSame() throws Exception {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            for (byte b : (CHUNKED + "|3;x=y|" + ASK.substring(0, 3) + "|"
                    + Integer.toHexString(ASK.length() - 3) + "|"
                    + ASK.substring(3) + "|0|T: u||" + NEXT).replace("|", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(b);
            }

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
            assertThat(answer).contains("\"name\":\"Penstock\"");
        }
    }

    @Test
    void aHeadMayComeBeforeItsBody() throws Exception {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((CHUNKED + "Expect: 100-continue||").replace("|", "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] goOn = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(socket.getInputStream().readNBytes(goOn.length)).isEqualTo(goOn);
            socket.getOutputStream()
                    .write((SIZE + ";x|" + ASK + "|0|T: u||" + NEXT).replace("|", "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
            assertThat(answer).contains("\"name\":\"Penstock\"");
        }
    }

    @Test
    void aTrailerCannotGrowForEver() throws Exception {
        String answer = exchange(CHUNKED + "|1|{|0|" + "X-Trailer: 12345678901234567890|".repeat(5000) + "|");

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
        assertNothingWasSentOrLogged();
    }

    @Test
    void anExtensionCannotGrowForEver() throws Exception {
        String answer = exchange(CHUNKED + "|1;" + "x".repeat(100_000) + "|{|0||");

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
        assertNothingWasSentOrLogged();
    }

    @Test
    void aChunkAsLongAsAGigabyteIsRefusedByItsLengthAndNotKept() throws Exception {
        String answer = exchange(CHUNKED + "|3b9aca00|" + "x".repeat(11_000_000));

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(413);
        assertNothingWasSentOrLogged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT example.org:443 HTTP/1.1|Host: example.org:443||",
            "CONNECT / HTTP/1.1|Host: localhost||",
            "GARBAGE||", "GET||", "GET /||", "GET / ||", "GET  / HTTP/1.1|Host: localhost||",
            "GET / HTTP/1.2|Host: localhost||",
            "GET / HTTP/2.0||", "GET / XYZ/1.1|Host: localhost||", " GET / HTTP/1.1|Host: localhost||",
            "||GET / HTTP/1.1|Host: localhost|NO|",
            "GET / HTTP/1.1\nHost: localhost\n\n", "GET /\u0001 HTTP/1.1|Host: localhost||",
            "GET /a b HTTP/1.1|Host: localhost||",
            "G\u0000T / HTTP/1.1|Host: localhost||", "GET /%zz HTTP/1.1|Host: localhost||",
            "GET /\u00e4 HTTP/1.1|Host: localhost||",
            "GET * HTTP/1.1|Host: localhost||", "GET foo HTTP/1.1|Host: localhost||",
            "GET http://localhost/%zz HTTP/1.1|Host: localhost||", "G@T / HTTP/1.1|Host: localhost||",
            "GET /?a=%zz HTTP/1.1|Host: localhost||", "GET /?a={} HTTP/1.1|Host: localhost||",
            "GET / HTTP/1.1||",
            "GET / HTTP/1.1|Host: localhost|Host: other||", "GET / HTTP/1.1|Host: ||",
            "GET / HTTP/1.1|Host: a b||",
            "GET / HTTP/1.1|Host: localhost:port||", "GET / HTTP/1.1|Host: localhost|No colon||",
            "GET / HTTP/1.1|Host: localhost|: empty||", "GET / HTTP/1.1|Host: localhost|a\u0000b: c||",
            "GET / HTTP/1.1|Host: localhost|a: b\u0000c||", "GET / HTTP/1.1|Host: localhost| folded: c||",
            "PRI * HTTP/2.0||SM||", "\u0016\u0003\u0001\u0002\u0000\u0001|||",
            "TRACE / HTTP/1.1|Host: localhost||",
            "TRACE /v1/models HTTP/1.1|Host: localhost||", "OPTIONS * HTTP/1.1|Host: localhost||"})
    void aRequestLineOrHeaderThatIsNoneIsAnsweredWith4xxWithoutNoise(String request) throws Exception {
        String answer = exchangeAndLeave(request.replace("NO", "no: x|Connection: close|"));

        if (!request.startsWith("||") && !request.startsWith("OPTIONS")) {
            assertThat(RawHttp.status(answer)).as(answer).isIn(400, 404, 405, 414, 505);
            assertThat(answer).contains("{\"error\":{");
        }
        assertThat(answer).doesNotContain("HTTP/1.1 500");
        assertNothingWasSentOrLogged();
    }

    @Test
    void aBrokenChunkIsNoiselessWhereNobodyReadsTheBody() throws Exception {
        for (String path : List.of("/nowhere", "/v1/models", "/health")) {
            String answer = exchange(CHUNKED.replace("/v1/chat/completions", path) + "|+5|12345|0||" + NEXT);

            assertThat(RawHttp.status(answer)).as(answer).isIn(404, 405, 400);
            assertThat(answer).containsOnlyOnce("HTTP/1.1 ");
        }
        assertNothingWasSentOrLogged();
    }

    @Test
    void aContentEncodingIsGivenOnce() throws Exception {
        String answer = exchange(
                HEAD + "Content-Encoding: gzip|Content-Encoding: gzip|Content-Length: 0||" + NEXT);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
        answer = exchange(
                HEAD + "Content-Encoding: identity|Content-Encoding: gzip|Content-Length: 2||{}" + NEXT);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
        assertThat(answer).contains("Content-Encoding");
        assertNothingWasSentOrLogged();
    }

    private String exchange(String request) throws IOException {
        return RawHttp.exchange(gateway.port(), request.replace("|", "\r\n"));
    }

    private String exchangeAndLeave(String request) throws IOException {
        return RawHttp.exchangeAndLeave(gateway.port(), request.replace("|", "\r\n"));
    }

    private void assertNothingWasSentOrLogged() {
        assertThat(upstream.requests()).isEmpty();
        assertThat(logged)
                .extracting(line -> line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown())
                .isEmpty();
    }
}
