package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.fake.FakeUpstream;
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

/// A provider before a scripted server.
record Bed(FakeUpstream upstream, Provider provider) implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    static Bed with(Map<String, String> settings) {
        FakeUpstream upstream = FakeUpstream.start();
        Map<String, String> all = new HashMap<>(settings);
        all.put("base-url", upstream.baseUri().toString());
        return new Bed(upstream, connect(all));
    }

    static Provider connect(Map<String, String> settings) {
        return new OllamaPlugin().connect(new Settings("providers.test", settings),
                new PluginContext("test", Clock.systemUTC(), "Penstock/test",
                        _ -> Optional.empty()));
    }

    /// @param body as [Chats#json(String)] reads it
    /// @param required the member that such a body needs
    static ChatCall call(String body, String required) {
        return call(body, required, SOON);
    }

    static ChatCall call(String body, String required, Duration patience) {
        return new ChatCall("req_test",
                ChatJson.read(Chats.quoted(body).getBytes(StandardCharsets.UTF_8), Map.of(), required),
                "qwen3:8b", Deadline.in(patience), TimeLimits.NONE, new Cancellation());
    }

    /// What the server was asked last.
    JsonNode asked() {
        return Chats.json(upstream.lastRequest().text());
    }

    @Override
    public void close() {
        provider.close();
        upstream.close();
    }
}
