package dev.penstock.planted.openai.wire;

import dev.penstock.planted.openai.upstream.Client;
import org.jspecify.annotations.NullMarked;

/// A format that knows a client.
@NullMarked
public final class Format {
    final Client client;

    Format(Client client) {
        this.client = client;
    }
}
