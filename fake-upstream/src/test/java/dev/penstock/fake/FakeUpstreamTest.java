package dev.penstock.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FakeUpstreamTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FakeUpstream upstream = FakeUpstream.start();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        client.close();
        upstream.close();
    }

    @Test
    void answersWithJsonAndRemembersTheRequest() throws Exception {
        upstream.answer(Reply.json(429, "{\"a\":1}").header("Retry-After", "3"));

        HttpResponse<String> response = post("héllo");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).isEqualTo("{\"a\":1}");
        assertThat(response.headers().firstValue("retry-after")).hasValue("3");
        ReceivedRequest request = upstream.lastRequest();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/chat/completions?a=b");
        assertThat(request.text()).isEqualTo("héllo");
        assertThat(request.header("X-Test")).hasValue("yes");
        assertThat(request.headers()).containsEntry("x-test", "yes");
        assertThat(request.headerLines()).contains("X-Test: yes");
    }

    @Test
    void servesSeveralRequestsOnOneConnection() throws Exception {
        upstream.answer(Reply.sse("data: 1\n\n"));

        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = post("x");
            assertThat(response.body()).isEqualTo("data: 1\n\n");
            assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        }

        assertThat(upstream.acceptedConnections()).isEqualTo(1);
        assertThat(upstream.openConnections()).isEqualTo(1);
        assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    void readsAChunkedRequest() throws Exception {
        upstream.answer(Reply.json(200, "{}"));
        var chunked = HttpRequest.BodyPublishers
                .ofInputStream(() -> new java.io.ByteArrayInputStream(
                        "x".repeat(200_000).getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        var _ = client.send(HttpRequest.newBuilder(upstream.baseUri()).POST(chunked).build(),
                BodyHandlers.ofString());
        var _ = post("again");

        assertThat(upstream.requests().getFirst().body()).hasSize(200_000);
        assertThat(upstream.lastRequest().text()).isEqualTo("again");
    }

    @Test
    void playsQueuedRepliesBeforeTheStandingOne() throws Exception {
        upstream.answer(Reply.json(200, "{}")).next(Reply.json(500, "{}"), Reply.json(503, "{}"));

        assertThat(post("").statusCode()).isEqualTo(500);
        assertThat(post("").statusCode()).isEqualTo(503);
        assertThat(post("").statusCode()).isEqualTo(200);
        assertThat(post("").statusCode()).isEqualTo(200);
    }

    @Test
    void computesAnAnswerFromTheRequest() throws Exception {
        upstream.answerWith(request -> Reply.json(200, request.text().toUpperCase(java.util.Locale.ROOT)));

        assertThat(post("abc").body()).isEqualTo("ABC");
    }

    @Test
    void playsEveryFixture() throws Exception {
        for (String name : Fixtures.names()) {
            upstream.next(Reply.fixture(name));

            HttpResponse<byte[]> response = client.send(request("x"), BodyHandlers.ofByteArray());

            if (!name.endsWith(".http")) {
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).as(name).isEqualTo(Fixtures.bytes(name));
            }
        }
        upstream.next(Reply.fixture("openrouter/error-429-availability.http"),
                Reply.fixture(402, "openrouter/error-402.json"));
        HttpResponse<String> whole = post("x");
        assertThat(whole.statusCode()).isEqualTo(429);
        assertThat(whole.headers().firstValue("retry-after")).hasValue("40");
        assertThat(post("x").statusCode()).isEqualTo(402);
    }

    @Test
    void waitsForTheNextUnseenRequest() throws Exception {
        upstream.answer(Reply.json(200, "{}"));
        var _ = post("1");
        var _ = post("2");

        assertThat(upstream.awaitRequest(LIMIT).text()).isEqualTo("1");
        assertThat(upstream.awaitRequest(LIMIT).text()).isEqualTo("2");
        assertThatThrownBy(() -> upstream.awaitRequest(Duration.ofMillis(20)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysThatNothingWasScripted() throws Exception {
        assertThat(post("").body()).contains("no answer was scripted");
    }

    @Test
    void closesEverythingWhenItIsClosed() throws Exception {
        upstream.answer(Reply.silent());
        try (var peer = new RawClient(upstream).get()) {
            var _ = upstream.awaitRequest(LIMIT);

            upstream.close();

            assertThat(peer.readAll()).isEmpty();
            assertThat(upstream.openConnections()).isZero();
            assertThatThrownBy(() -> new RawClient(upstream)).isInstanceOf(IOException.class);
        }
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return client.send(request(body), BodyHandlers.ofString());
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(URI.create(upstream.baseUri() + "/chat/completions?a=b"))
                .header("X-Test", "yes")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
