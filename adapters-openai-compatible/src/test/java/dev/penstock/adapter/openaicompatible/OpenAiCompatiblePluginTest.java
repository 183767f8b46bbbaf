package dev.penstock.adapter.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What its own setting does, and what it hands on of what clients say.
final class OpenAiCompatiblePluginTest {
    private static final String ASKED = "{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"Hi\"}]}";

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void leavesTheRoleDeveloperAsItIsUnlessToldOtherwise() {
        assertThat(asked(Map.of()).text()).isEqualTo(ASKED);
        assertThat(asked(Map.of("developer-as-system", "false")).text()).isEqualTo(ASKED);
    }

    @Test
    void sendsTheRoleDeveloperAsSystemIfTold() {
        assertThat(asked(Map.of("developer-as-system", "true")).text())
                .isEqualTo(ASKED.replace("developer", "system"));
    }

    @Test
    void handsNoHeaderOfAnotherProviderOn() {
        ReceivedRequest request = asked(Map.of());

        assertThat(request.header("x-dashscope-cachecontrol")).isEmpty();
        assertThat(request.header("http-referer")).isEmpty();
    }

    @Test
    void sendsNoKeyWhereThereIsNone() {
        assertThat(asked(Map.of()).header("authorization")).isEmpty();
        assertThat(asked(Map.of("key", "sk-test-1")).header("authorization")).contains("Bearer sk-test-1");
    }

    private ReceivedRequest asked(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("base-url", upstream.baseUri().toString());
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));
        ChatRequest request = ChatJson.read(ASKED.getBytes(StandardCharsets.UTF_8),
                Map.of("x-dashscope-cachecontrol", "enable", "http-referer", "https://client.example"));
        PluginContext context = new PluginContext("local", Clock.systemUTC(),
                "Penstock/test",
                _ -> Optional.empty());
        try (Provider provider = new OpenAiCompatiblePlugin()
                .connect(new Settings("providers.local", settings), context)) {
            var _ = provider.chat()
                    .complete(new ChatCall("req_1", request, "m",
                            Deadline.in(Duration.ofSeconds(20)), TimeLimits.NONE,
                            new Cancellation()));
        }
        return upstream.requests().getLast();
    }
}
