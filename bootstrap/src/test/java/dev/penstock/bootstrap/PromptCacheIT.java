package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a conversation's second turn finds in DashScope's cache. The pretend upstream caches what is marked, if the header
/// is there too, and for the same key alone.
final class PromptCacheIT {
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";
    private static final String BARE = "{\"model\":\"qwen3-max\",\"messages\":[{\"role\":\"system\",\"content\":\"Rules\"},"
            + "{\"role\":\"user\",\"content\":\"Again\"}],\"stream\":false}";
    private static final String MARKED = "{\"model\":\"qwen3-max\",\"messages\":[{\"role\":\"system\",\"content\":"
            + "[{\"type\":\"text\",\"text\":\"Rules\"" + MARK
            + "}]},{\"role\":\"user\",\"content\":\"Again\"}],"
            + "\"metadata\":{\"sessionId\":\"s\",\"promptId\":\"p\"},\"stream\":false}";

    private final FakeUpstream upstream = FakeUpstream.start().answerWith(PromptCacheIT::answer);
    private final RunningGateway gateway = RunningGateway.configured("""
            default: {provider: plain, model: qwen3-max}
            providers:
              plain: {kind: dashscope, base-url: "%1$s", key: sk-test-cache}
              marking: {kind: dashscope, base-url: "%1$s", key: sk-test-cache, cache-marks: true}
            routes:
              marked: marking/qwen3-max
            """.formatted(upstream.baseUri()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void isTheSameForQwenCodeAsWithoutTheGateway() {
        int direct = cached(URI.create(upstream.baseUri() + "/chat/completions"), MARKED, true);
        ReceivedRequest sent = upstream.lastRequest();
        int through = cached(gateway.uri("/v1/chat/completions"), MARKED, true);

        assertThat(direct).isEqualTo(1024);
        assertThat(through).isEqualTo(direct);
        assertThat(upstream.lastRequest().text()).isEqualTo(sent.text());
        assertThat(gateway.settled().usage().orElseThrow().cachedTokens()).isEqualTo(direct);
    }

    @ParameterizedTest
    @CsvSource({"qwen3-max, 0", "marked, 1024"})
    void isThereForOtherClientsIfTheSettingSaysSo(String model, int cached) {
        assertThat(cached(gateway.uri("/v1/chat/completions"), BARE.replace("qwen3-max", model), false))
                .isEqualTo(cached);
    }

    private static Reply answer(ReceivedRequest request) {
        boolean cached = request.text().contains("\"Rules\"" + MARK)
                && request.header("x-dashscope-cachecontrol").orElse("").equals("enable")
                && request.header("authorization").orElse("").equals("Bearer sk-test-cache");
        return Reply.json(200, Play.COMPLETION.replaceFirst("\\}$",
                ",\"usage\":{\"prompt_tokens\":2000,\"completion_tokens\":1,\"total_tokens\":2001,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":" + (cached ? 1024 : 0) + "}}}"));
    }

    private static int cached(URI address, String body, boolean header) {
        HttpRequest.Builder ask = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer sk-test-cache")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (header) {
            ask.header("X-DashScope-CacheControl", "enable");
        }
        return Page.of(ask.build())
                .json()
                .path("usage")
                .path("prompt_tokens_details")
                .path("cached_tokens")
                .asInt(-1);
    }
}
