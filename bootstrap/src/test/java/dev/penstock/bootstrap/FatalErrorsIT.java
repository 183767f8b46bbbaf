package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.spi.Capability;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that run out of memory or stack: each ends with an error and a line in the ledger, and the gateway goes on.
final class FatalErrorsIT {
    private final RunningGateway gateway = RunningGateway.configured("""
            providers:
              demo: {pace: 0s}
              broken: {kind: broken}
            """, new Broken());

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/messages", "/v1/responses"})
    void aWholeAnswerThatFailsSoIsAnErrorOfTheGateway(String path) throws Exception {
        assertThat(answer(path, "heap", false).status()).isEqualTo(500);
        assertThat(answer(path, "stack", false).body()).contains("internal error");

        assertBooked(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/messages", "/v1/responses"})
    void aStreamThatFailsSoBeforeItsFirstChunkIsAnErrorOfTheGateway(String path) throws Exception {
        assertThat(answer(path, "heap", true).status()).isEqualTo(500);

        assertBooked(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/messages", "/v1/responses"})
    void aStreamThatFailsSoLaterBreaksOffWithAnErrorEvent(String path) throws Exception {
        RawExchange.Answer answer = answer(path, "late", true);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("one", "internal error");
        assertThat(answer.whole()).isFalse();
        assertBooked(1);
    }

    @Test
    void theThreadsInTheBackgroundAreAlive() {
        assertThat(gateway.get("/health/live").status()).isEqualTo(200);
    }

    private RawExchange.Answer answer(String path, String model, boolean stream) throws Exception {
        String prompt = path.endsWith("responses")
                ? "\"input\":\"x\""
                : "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
        String body = "{\"model\":\"broken/%s\",\"stream\":%s,%s}".formatted(model, stream, prompt);
        try (RawExchange exchange = new RawExchange(gateway.port(), path,
                body.getBytes(StandardCharsets.UTF_8))) {
            return exchange.read();
        }
    }

    private void assertBooked(int lines) {
        assertThat(gateway.post("/v1/chat/completions",
                "{\"model\":\"demo/x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}").status())
                .isEqualTo(200);
        List<UsageRecord> ledger = gateway.closeAndReadLedger();
        assertThat(ledger).hasSize(lines + 1);
        assertThat(ledger.subList(0, lines)).allSatisfy(line -> {
            assertThat(line.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(line.reason()).contains("internal_error");
        });
    }

    /// A kind of provider whose models fail as their names say.
    private static final class Broken implements ProviderPlugin, ChatCompletionPort {
        @Override
        public String kind() {
            return "broken";
        }

        @Override
        public String spiVersion() {
            return SpiVersion.CURRENT;
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Provider connect(Settings settings, PluginContext context) {
            settings.check();
            return new Provider() {
                @Override
                public ChatCompletionPort chat() {
                    return Broken.this;
                }

                @Override
                public String target() {
                    return "nowhere";
                }

                @Override
                public void close() {
                    // nothing is open
                }
            };
        }

        @Override
        public ChatCompletion complete(ChatCall call) {
            throw error(call);
        }

        @Override
        public ChatEnd stream(ChatCall call, ChunkSink sink) {
            if (call.upstreamModel().equals("late")) {
                sink.accept(List.of(new ChatChunk(JsonText.of(Play.CHUNK), false)));
            }
            throw error(call);
        }

        private static Error error(ChatCall call) {
            return call.upstreamModel().equals("stack")
                    ? new StackOverflowError("injected")
                    : new OutOfMemoryError("injected");
        }
    }
}
