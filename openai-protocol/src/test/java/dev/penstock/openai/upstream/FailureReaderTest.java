package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

    private Optional<Duration> wait(FailureReader reader, Map<String, String> headers) throws IOException {
        return calls.failed(CannedResponse.of(429, headers, "{}"), reader).failure().detail().retryAfter();
    }
}
