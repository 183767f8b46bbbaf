package dev.penstock.openai.upstream;

import dev.penstock.domain.access.Secret;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/// An upstream on the wire and a provider without a dialect that asks it.
class ProviderTestBed {
    static final Secret KEY = Secret.of("sk-test-0123456789");

    final FakeUpstream upstream = FakeUpstream.start();
    final OpenAiProvider provider = OpenAiProvider.connect(
            UpstreamSettings.anywhere(new Settings("providers.test",
                    Map.of("base-url", upstream.baseUri().toString(), "key", KEY.reveal(),
                            "relay-messages", "true", "relay-responses", "true"))),
            Dialect.STANDARD,
            new PluginContext("test", Clock.systemUTC(), "Penstock/test",
                    _ -> Optional.empty()));

    @AfterEach
    void close() {
        provider.close();
        upstream.close();
    }

    static ChatCall call() {
        byte[] body = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        return new ChatCall("req_test", ChatJson.read(body, Map.of()), "some-model",
                Deadline.in(Duration.ofSeconds(20)), TimeLimits.NONE, new Cancellation());
    }
}
