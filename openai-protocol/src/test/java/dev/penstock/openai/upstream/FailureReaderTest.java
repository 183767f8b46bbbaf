package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long an upstream asks to be left alone, wherever it says so.
final class FailureReaderTest {
    private static final PluginContext CONTEXT = new PluginContext("test", Clock.systemUTC(), "Penstock/test",
            _ -> Optional.empty());
    private static final FailureReader OWN_HEADER = new FailureReader() {
        @Override
        public Optional<Duration> readRetryAfter(Function<String, Optional<String>> headers) {
            return headers.apply("back-in").map(Long::parseLong).map(Duration::ofSeconds);
        }
    };
    private static final FailureReader IN_THE_BODY = new FailureReader() {
        @Override
        public Optional<FailureDetail> readError(byte[] body) {
            return Optional.of(FailureDetail.of("slow").withRetryAfter(Duration.ofDays(1000)));
        }
    };

    private final UpstreamHttp nobody = new ApacheUpstreamHttp(TransportSettings.of(Duration.ofSeconds(1)),
            CONTEXT.proxy());
    private final UpstreamCalls calls = new UpstreamCalls(nobody,
            UpstreamSettings.local(new Settings("providers.test", Map.of()),
                    URI.create("http://127.0.0.1:1")),
            CONTEXT);

    @AfterEach
    void close() {
        nobody.close();
    }

    @Test
    void isReadFromAHeaderOfItsOwn() throws IOException {
        assertThat(wait(OWN_HEADER, Map.of("back-in", "3"))).contains(Duration.ofSeconds(3));
        assertThat(wait(Dialect.STANDARD, Map.of("back-in", "3"))).isEmpty();
    }

    @Test
    void isReadFromTheUsualHeadersFirst() throws IOException {
        assertThat(wait(OWN_HEADER, Map.of("back-in", "3", "retry-after", "5")))
                .contains(Duration.ofSeconds(5));
        assertThat(wait(IN_THE_BODY, Map.of("retry-after", "5"))).contains(Duration.ofSeconds(5));
    }

    @Test
    void isAYearAtMost() throws IOException {
        assertThat(wait(IN_THE_BODY, Map.of())).contains(Duration.ofDays(365));
    }

    @Test
    void readsBodiesInTheCodingThatTheyDeclare() throws IOException {
        byte[] text = "{\"detail\":\"why\"}".getBytes(StandardCharsets.UTF_8);
        var gzip = new ByteArrayOutputStream();
        try (var coding = new GZIPOutputStream(gzip)) {
            coding.write(text);
        }
        var zlib = new ByteArrayOutputStream();
        try (var coding = new DeflaterOutputStream(zlib)) {
            coding.write(text);
        }
        byte[] bare = Arrays.copyOfRange(zlib.toByteArray(), 2, zlib.size() - 4);

        assertThat(message(Map.of("content-encoding", "gzip"), gzip.toByteArray())).isEqualTo("why");
        assertThat(message(Map.of("content-encoding", "deflate"), zlib.toByteArray())).isEqualTo("why");
        assertThat(message(Map.of("content-encoding", "deflate"), bare)).isEqualTo("why");
        assertThat(message(Map.of("content-type", "text/plain; charset=\"ISO-8859-1\""),
                "Schl\u00fcssel fehlt".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("Schl\u00fcssel fehlt");
    }

    @Test
    void namesTheStatusWhereTheCodingIsBroken() throws IOException {
        assertThat(message(Map.of("content-encoding", "gzip"), new byte[]{1, 2, 3})).contains("status 400");
    }

    @Test
    void shortensLongTextsBetweenCodePoints() throws IOException {
        String text = message(Map.of(), ("a" + "\uD83D\uDE00".repeat(5000)).getBytes(StandardCharsets.UTF_8));

        assertThat(text).endsWith("\uDE00…").hasSizeLessThan(4002);
    }

    @Test
    void readsZstdAndGzipThatNoHeaderNamesAndTextThatIsNotCodedAsItsHeaderSays() throws IOException {
        byte[] text = "{\"detail\":\"why\"}".getBytes(StandardCharsets.UTF_8);
        var zstd = new ByteArrayOutputStream();
        try (var coding = new ZstdOutputStream(zstd)) {
            coding.write(text);
        }
        var gzip = new ByteArrayOutputStream();
        try (var coding = new GZIPOutputStream(gzip)) {
            coding.write(text);
        }

        assertThat(message(Map.of("content-encoding", "zstd"), zstd.toByteArray())).isEqualTo("why");
        assertThat(message(Map.of(), gzip.toByteArray())).isEqualTo("why");
        assertThat(message(Map.of("content-encoding", "br"), text)).isEqualTo("why");
        assertThat(message(Map.of("content-encoding", "gzip"), text)).isEqualTo("why");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void survivesAnyBrokenCoding(String coding) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] body = new byte[1 + random.nextInt(100)];
            random.nextBytes(body);
            System.arraycopy(new byte[]{0x1f, (byte) 0x8b, 8}, 0, body, 0,
                    coding.equals("gzip") ? Math.min(3, body.length) : 0);

            assertThat(message(Map.of("content-encoding", coding), body)).isNotBlank();
        }
    }

    @Test
    void readsThePartOfACodedBodyThatArrived() throws IOException {
        var gzip = new ByteArrayOutputStream();
        try (var coding = new GZIPOutputStream(gzip)) {
            coding.write("model is not loaded ".repeat(2000).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(message(Map.of("content-encoding", "gzip"),
                Arrays.copyOf(gzip.toByteArray(), gzip.size() - 20))).startsWith("model is not loaded ");
    }

    @Test
    void readsNoMoreOfABombThanAnErrorIsWorth() throws IOException {
        var gzip = new ByteArrayOutputStream();
        try (var coding = new GZIPOutputStream(gzip)) {
            for (int i = 0; i < 64; i++) {
                coding.write("a".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8));
            }
        }

        assertThat(message(Map.of("content-encoding", "gzip"), gzip.toByteArray())).hasSize(4001);
    }

    @Test
    void keepsTheStatusAndThePartOfABodyThatBreaksOff() throws IOException {
        InputStream rest = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("reset");
            }
        };
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream("model is not".getBytes(StandardCharsets.UTF_8)), rest);
        UpstreamFailure failure = calls
                .failed(new CannedResponse(400, Map.of(), broken, new ArrayList<>()), Dialect.STANDARD)
                .failure();

        assertThat(failure).isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(failure.detail().message()).isEqualTo("model is not");
    }

    @Test
    void namesTheTitleOfAPage() throws IOException {
        assertThat(message(Map.of(), """
                <!DOCTYPE html>
                <html><head><TITLE lang="en">Attention Required! | Cloudflare</TITLE></head></html>"""
                .getBytes(StandardCharsets.UTF_8)))
                .endsWith("status 400 and a page: Attention Required! | Cloudflare");
        assertThat(message(Map.of(), """
                <?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Not yours</Message></Error>"""
                .getBytes(StandardCharsets.UTF_8))).endsWith("a page: Not yours");
        assertThat(message(Map.of(), "<html><body></body></html>".getBytes(StandardCharsets.UTF_8)))
                .endsWith("status 400 and no message that can be read");
    }

    @Test
    void redactsWhatLooksLikeAKey() throws IOException {
        assertThat(message(Map.of(),
                "{\"error\":{\"message\":\"Incorrect API key provided: sk-test-********************cdef.\"}}"
                        .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("Incorrect API key provided: ***.");
        assertThat(message(Map.of(),
                "the header 'Bearer test0123456789abcdef' is wrong, the task-force-of-many-words is not"
                        .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("the header 'Bearer ***' is wrong, the task-force-of-many-words is not");
        assertThat(message(Map.of(),
                "invalid header 'bearer test.0123/456789+abcdef==', and token eyJhbGciOiJub25lIn0.eyJpZCI6InRlc3QifQ.c2ln"
                        .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("invalid header 'bearer ***', and token ***");
    }

    private String message(Map<String, String> headers, byte[] body) throws IOException {
        CannedResponse response = new CannedResponse(400, headers, new ByteArrayInputStream(body),
                new ArrayList<>());
        return calls.failed(response, Dialect.STANDARD).failure().detail().message();
    }

    private Optional<Duration> wait(FailureReader reader, Map<String, String> headers) throws IOException {
        return calls.failed(CannedResponse.of(429, headers, "{}"), reader).failure().detail().retryAfter();
    }
}
