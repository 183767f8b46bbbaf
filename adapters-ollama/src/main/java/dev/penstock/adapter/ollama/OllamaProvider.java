package dev.penstock.adapter.ollama;

import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.openai.upstream.ApacheUpstreamHttp;
import dev.penstock.openai.upstream.UpstreamSettings;
import dev.penstock.openai.upstream.TransportSettings;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.upstream.UpstreamHttp;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import java.util.Optional;

/// A provider that has everything translated.
final class OllamaProvider implements Provider {
    private final UpstreamHttp http;
    private final String target;
    private final ChatCompletionPort chat;
    private final TextCompletionPort texts;
    private final EmbeddingPort embeddings;
    private final ModelCatalog catalog;

    private OllamaProvider(UpstreamHttp http, UpstreamSettings common, OllamaSettings own,
            PluginContext context) {
        UpstreamCalls calls = new UpstreamCalls(http, common, context);
        this.http = http;
        this.target = common.baseUri().toString();
        this.chat = OllamaCompletions.chat(calls, own, context.clock());
        this.texts = OllamaCompletions.texts(calls, own, context.clock());
        this.embeddings = new OllamaEmbeddings(calls, own);
        this.catalog = new OllamaCatalog(calls, own);
    }

    static OllamaProvider connect(UpstreamSettings common, OllamaSettings own, PluginContext context) {
        TransportSettings transport = TransportSettings.of(common.connectTimeout());
        return new OllamaProvider(new ApacheUpstreamHttp(transport, context.proxy()), common, own, context);
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
        return target;
    }

    @Override
    public Optional<ModelCatalog> catalog() {
        return Optional.of(catalog);
    }

    @Override
    public void close() {
        http.close();
    }
}
