package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where completions and embeddings are served, however a client puts the base URL together.
final class PenstockPathsIT {
    private final FakeUpstream upstream = FakeUpstream.start();
    private final RunningGateway gateway = RunningGateway.of("openai-compatible", upstream);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "", "/v1/v1"})
    void serveWhateverIsWrittenBeforeThem(String prefix) {
        upstream.next(Reply.json(200, "{\"choices\":[{\"text\":\"b\",\"finish_reason\":\"stop\"}]}"));
        upstream.next(Reply.json(200, "{\"data\":[]}"));
        upstream.next(Reply.json(200, Play.COMPLETION));

        assertThat(gateway.post(prefix + "/completions", "{\"prompt\":\"a\"}").status()).isEqualTo(200);
        assertThat(gateway.post(prefix + "/embeddings", "{\"input\":\"a\"}").status()).isEqualTo(200);
        assertThat(gateway.post(prefix + "/chat/completions", "{\"messages\":[{}]}").status()).isEqualTo(200);
        assertThat(upstream.requests())
                .extracting(one -> one.path().substring(upstream.baseUri().getPath().length()))
                .containsExactly("/completions", "/embeddings", "/chat/completions");
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/completions", "GET, /v1/embeddings", "PUT, /completions",
            "DELETE, /v1/v1/embeddings",
            "PATCH, /v1/completions"})
    void takeNothingButAPost(String method, String path) {
        Page answer = Page.of(HttpRequest.newBuilder(gateway.uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo("POST");
        assertThat(answer.json().path("error").path("code").asText()).isEqualTo("method_not_allowed");
    }

    @Test
    void areGuardedByTheGatewaysKey() {
        try (RunningGateway closed = RunningGateway
                .with(Map.of("PENSTOCK_API_KEY", "sk-test-another"))) {
            assertThat(closed.post("/v1/completions", "{\"prompt\":\"a\"}").status()).isEqualTo(401);
            assertThat(closed.post("/v1/embeddings", "{\"input\":\"a\"}").status()).isEqualTo(401);
        }
    }
}
