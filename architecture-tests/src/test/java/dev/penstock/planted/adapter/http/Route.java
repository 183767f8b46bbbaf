package dev.penstock.planted.adapter.http;

import dev.penstock.planted.openai.upstream.Client;
import dev.penstock.planted.spi.CompletionPort;
import org.jspecify.annotations.NullMarked;

/// A listener that asks upstreams itself.
@NullMarked
public final class Route {
    final Client client;
    final CompletionPort port;

    public Route(Client client, CompletionPort port) {
        this.client = client;
        this.port = port;
    }
}
