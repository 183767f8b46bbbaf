package dev.penstock.adapter.anthropic;

import static dev.penstock.adapter.anthropic.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AnthropicProviderTest {
    private static final String MESSAGE = """
            { "type":"message","id":"msg_1","role":"assistant","model":"m","odd":1E-0007,
              "content":[{"type":"text","text":"\\u00e9"}],"stop_reason":"end_turn" }""";
    private static final String ASKED = """
            { "model":"%s","max_tokens":5, "messages":[{"role":"user","content":"Hi"}],"unheard_of":1E400 }""";

    private final FakeUpstream upstream = FakeUpstream.start();
    private final Provider provider = new AnthropicPlugin().connect(
            new Settings("providers.test",
                    Map.of("base-url", upstream.baseUri().toString(), "key", "sk-ant-test", "max-tokens",
                            "77")),
            new PluginContext("test", Clock.systemUTC(), "Penstock/test",
                    _ -> Optional.empty()));

    @AfterEach
    void close() {
        provider.close();
        upstream.close();
    }

    @Test
    void showsItsKeyAndTheVersionTheWayAnthropicWantsThem() {
        upstream.answer(Reply.json(200, MESSAGE));

        ChatCompletion answer = provider.chat().complete(call(ASKED.replace("\"max_tokens\":5, ", "")));

        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/messages");
        assertThat(upstream.lastRequest().header("x-api-key")).contains("sk-ant-test");
        assertThat(upstream.lastRequest().header("anthropic-version")).contains("2023-06-01");
        assertThat(upstream.lastRequest().header("authorization")).isEmpty();
        assertThat(json(upstream.lastRequest().text()).path("max_tokens").asInt()).isEqualTo(77);
        assertThat(answer.relayed()).isFalse();
        assertThat(answer.end().usage()).as("unknown is not zero").isEmpty();
        assertThat(answer.json().text()).contains("\"content\":\"é\"").doesNotContain("usage");
    }

    @Test
    void relaysMessagesByteForByteWithTheSameKey() {
        upstream.answer(Reply.json(200, MESSAGE));

        ChatCompletion answer = relay().complete(call(ASKED));

        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/messages");
        assertThat(upstream.lastRequest().text()).isEqualTo(ASKED.formatted("claude-x"));
        assertThat(upstream.lastRequest().header("x-api-key")).contains("sk-ant-test");
        assertThat(upstream.lastRequest().header("anthropic-version")).contains("2023-01-01");
        assertThat(upstream.lastRequest().header("authorization")).isEmpty();
        assertThat(answer.relayed()).isTrue();
        assertThat(answer.json().text()).isEqualTo(MESSAGE);
        assertThat(provider.relays()).containsOnlyKeys(ClientApi.MESSAGES);
    }

    @Test
    void listsItsModelsWithTheirContext() {
        upstream.answer(Reply.json(200, """
                {"data":[{"type":"model","id":"claude-b","display_name":"B","max_input_tokens":200000},
                {"type":"model","id":"claude-a","display_name":"A"}],"has_more":false}"""));

        assertThat(provider.catalog().orElseThrow().models())
                .containsExactly(new CatalogModel("claude-b", OptionalLong.of(200_000), Optional.of("B")),
                        new CatalogModel("claude-a", OptionalLong.empty(), Optional.of("A")));
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/models?limit=1000");
        assertThat(upstream.lastRequest().header("x-api-key")).contains("sk-ant-test");
        assertThat(upstream.lastRequest().header("anthropic-version")).contains("2023-06-01");
    }

    private RelayPort relay() {
        return Objects.requireNonNull(provider.relays().get(ClientApi.MESSAGES));
    }

    private static ChatCall call(String body) {
        return new ChatCall("req_test",
                ChatJson.read(body.formatted("client").getBytes(StandardCharsets.UTF_8),
                        Map.of("anthropic-version", "2023-01-01")),
                "claude-x", Deadline.in(Duration.ofSeconds(20)), TimeLimits.NONE,
                new Cancellation());
    }
}
