package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// A provider that speaks OpenAI's API for chats, texts and embeddings, and lists its models: all that most plug-ins have to return.
public final class OpenAiProvider implements Provider {
    private final UpstreamHttp http;
    private final URI baseUri;
    private final ChatCompletionPort chat;
    private final TextCompletionPort texts;
    private final EmbeddingPort embeddings;
    private final OpenAiCatalog catalog;
    private final Map<ClientApi, RelayPort> relays = new EnumMap<>(ClientApi.class);

    private OpenAiProvider(UpstreamHttp http, UpstreamCalls calls, Dialect dialect,
            UpstreamSettings settings) {
        this.http = http;
        this.baseUri = settings.baseUri();
        this.chat = OpenAiUpstream.chat(calls, dialect);
        this.texts = OpenAiUpstream.texts(calls, dialect);
        this.embeddings = new OpenAiEmbeddings(calls, dialect);
        this.catalog = new OpenAiCatalog(calls, dialect);
        settings.relays()
                .forEach((api, target) -> relays.put(api, new OpenAiRelay(calls, dialect, api, target)));
    }

    /// Makes the provider ready, over `http`, which it closes when it is closed.
    public static OpenAiProvider over(UpstreamHttp http, UpstreamSettings settings, Dialect dialect,
            PluginContext context) {
        return new OpenAiProvider(http, new UpstreamCalls(http, settings, context), dialect, settings);
    }

    /// The same over a client of its own.
    public static OpenAiProvider connect(UpstreamSettings settings, Dialect dialect, PluginContext context) {
        return over(UpstreamHttp.open(settings, context), settings, dialect, context);
    }

    @Override
    public ChatCompletionPort chat() {
        return chat;
    }

    @Override
    public Optional<TextCompletionPort> texts() {
        return Optional.of(texts);
    }

    @Override
    public Optional<EmbeddingPort> embeddings() {
        return Optional.of(embeddings);
    }

    @Override
    public String target() {
        return baseUri.toString();
    }

    @Override
    public Optional<ModelCatalog> catalog() {
        return Optional.of(catalog);
    }

    @Override
    public Map<ClientApi, RelayPort> relays() {
        return Map.copyOf(relays);
    }

    @Override
    public void close() {
        http.close();
    }
}
