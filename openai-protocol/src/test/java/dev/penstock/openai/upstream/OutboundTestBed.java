package dev.penstock.openai.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.openai.upstream.TransportException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/// An upstream on the wire and a client to ask it: written against the interface, so that another client can be tried by
/// changing [#open].
class OutboundTestBed {
    static final Duration LIMIT = Duration.ofSeconds(10);
    static final Duration SHORT = Duration.ofMillis(200);

    final FakeUpstream upstream = FakeUpstream.start();
    final UpstreamHttp http = open(8);
    final Cancellation cancellation = new Cancellation();
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    static UpstreamHttp open(int connections) {
        TransportSettings settings = new TransportSettings(Duration.ofSeconds(2), connections, SHORT, LIMIT);
        return new ApacheUpstreamHttp(settings, _ -> Optional.empty());
    }

    @AfterEach
    void close() {
        http.close();
        upstream.close();
        threads.close();
    }

    void assertUnreachable(String uri, String words) {
        UpstreamRequest request = new UpstreamRequest("GET", URI.create(uri), Map.of(), Optional.empty(),
                LIMIT, LIMIT);
        assertThatThrownBy(() -> http.send(request, cancellation)).isInstanceOf(TransportException.class)
                .hasMessageContaining(words)
                .extracting("reason")
                .isEqualTo(Reason.UNREACHABLE);
    }

    UpstreamResponse post(String body) throws TransportException {
        return http.send(request(body, LIMIT, LIMIT), cancellation);
    }

    UpstreamRequest request(String body, Duration headTimeout, Duration silenceTimeout) {
        return new UpstreamRequest("POST", URI.create(upstream.baseUri() + "/chat/completions"),
                Map.of("X-DashScope-Test", "Yes"), Optional.of(JsonText.of(body)), headTimeout,
                silenceTimeout);
    }

    static String text(UpstreamResponse response) throws IOException {
        try (response) {
            return new String(response.body().readAllBytes(), UTF_8);
        }
    }
}
