package dev.penstock.adapter.anthropic;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.openai.upstream.KeyHeaders;
import dev.penstock.openai.upstream.OpenAiCatalog;
import dev.penstock.openai.upstream.OpenAiRelay;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.upstream.UpstreamHttp;
import dev.penstock.openai.upstream.UpstreamSettings;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// A provider that has chats translated, and requests in Anthropic's own API relayed.
final class AnthropicProvider implements Provider {
    /// The only version there is.
    private static final String VERSION = "2023-06-01";
    private static final KeyHeaders KEY = key -> Map.of("x-api-key", key.reveal(), "anthropic-version",
            VERSION);
    /// As many as a page can have, which is more than there are.
    private static final String MODELS = "/models?limit=1000";

    private final UpstreamHttp http;
    private final String target;
    private final ChatCompletionPort chat;
    private final ModelCatalog catalog;
    private final Map<ClientApi, RelayPort> relays = new EnumMap<>(ClientApi.class);

    /// @param maxTokens for requests that name no limit
    AnthropicProvider(UpstreamSettings settings, int maxTokens, PluginContext context) {
        this.http = UpstreamHttp.open(settings, context);
        UpstreamCalls calls = new UpstreamCalls(http, settings, context, KEY);
        AnthropicDialect dialect = new AnthropicDialect();
        this.target = settings.baseUri().toString();
        this.chat = new AnthropicChat(calls, dialect, maxTokens, context.clock());
        this.catalog = new OpenAiCatalog(calls, dialect, MODELS);
        settings.relays()
                .forEach((api, address) -> relays.put(api, new OpenAiRelay(calls, dialect, api, address)));
    }

    @Override
    public ChatCompletionPort chat() {
        return chat;
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
    public Map<ClientApi, RelayPort> relays() {
        return Map.copyOf(relays);
    }

    @Override
    public void close() {
        http.close();
    }
}
