package dev.penstock.adapter.ollama;

import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.openai.upstream.TranslatedCompletions;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.upstream.UpstreamHttp;
import dev.penstock.openai.upstream.UpstreamSettings;
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

    OllamaProvider(UpstreamSettings common, OllamaSettings own, PluginContext context) {
        this.http = UpstreamHttp.open(common, context);
        UpstreamCalls calls = new UpstreamCalls(http, common, context);
        this.target = common.baseUri().toString();
        this.chat = TranslatedCompletions.chat(calls, new OllamaChats(own, new ThinkingModels(calls)));
        this.texts = TranslatedCompletions.texts(calls, new OllamaTexts(own));
        this.embeddings = new OllamaEmbeddings(calls, own);
        this.catalog = new OllamaCatalog(calls, own);
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
