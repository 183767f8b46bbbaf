package dev.penstock.testkit;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.Embeddings;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.spi.Capability;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Breaks every promise there is: it makes its answers up, asks nobody, calls everything a success, swallows what the
/// sink throws, takes any setting, does what it does not claim to do, and shows its key to everyone.
final class BrokenProvider implements ProviderPlugin {
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final ChatEnd END = new ChatEnd(FinishReason.OTHER, Optional.empty());

    private final int number = MADE.incrementAndGet();

    @Override
    public String kind() {
        return "Broken No. " + number;
    }

    @Override
    public String spiVersion() {
        return "newest";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.TOOLS, Capability.MODEL_CATALOG);
    }

    @Override
    public Provider connect(Settings settings, PluginContext context) {
        String key = settings.requiredSecret("key").reveal();
        URI base = settings.requiredUri("base-url");
        try (Socket eager = new Socket(InetAddress.ofLiteral(base.getHost()), base.getPort())) {
            eager.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new Liar(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Liar
            implements
                Provider,
                ChatCompletionPort,
                TextCompletionPort,
                EmbeddingPort,
                RelayPort {
        private final String key;
        private boolean closed;

        Liar(String key) {
            this.key = key;
        }

        @Override
        public Map<ClientApi, RelayPort> relays() {
            return Map.of(ClientApi.MESSAGES, this, ClientApi.RESPONSES, this);
        }

        @Override
        public ChatCompletion complete(ChatCall call) {
            return new ChatCompletion(JsonText.of("{\"made\":\"up\"}"), END);
        }

        @Override
        public ChatEnd stream(ChatCall call, ChunkSink sink) {
            try {
                sink.accept(List.of(new ChatChunk(
                        JsonText.of("{\"choices\":[{\"index\":7,\"delta\":{\"content\":\"made up\"}}]}"),
                        true)));
            } catch (RuntimeException _) {
                return END;
            }
            return END;
        }

        @Override
        public Optional<JsonText> countTokens(ChatCall call) {
            return Optional.of(JsonText.of("{\"made\":\"up\"}"));
        }

        @Override
        public Embeddings embed(ChatCall call) {
            return new Embeddings(JsonText.of("{\"made\":\"up\"}"), Optional.empty());
        }

        @Override
        public Optional<TextCompletionPort> texts() {
            return Optional.of(this);
        }

        @Override
        public Optional<EmbeddingPort> embeddings() {
            return Optional.of(this);
        }

        @Override
        public ChatCompletionPort chat() {
            return this;
        }

        @Override
        public String target() {
            return "somewhere with " + key;
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed already");
            }
            closed = true;
        }
    }
}
