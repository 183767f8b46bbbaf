package com.example.heron;

import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.openai.upstream.KeyHeaders;
import dev.penstock.openai.upstream.TranslatedCompletions;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.upstream.UpstreamHttp;
import dev.penstock.openai.upstream.UpstreamSettings;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import java.util.Map;

/// Has chats translated, over a client of its own.
final class HeronProvider implements Provider {
    private static final KeyHeaders KEY = key -> Map.of("X-Heron-Token", key.reveal());

    private final UpstreamHttp http;
    private final String target;
    private final ChatCompletionPort chat;

    HeronProvider(UpstreamSettings settings, PluginContext context) {
        http = UpstreamHttp.open(settings, context);
        target = settings.baseUri().toString();
        chat = TranslatedCompletions.chat(new UpstreamCalls(http, settings, context, KEY), new HeronApi());
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
    public void close() {
        http.close();
    }
}
