package dev.penstock.adapter.http.chat;

import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatRequest;

/// A request that is spoken as upstreams speak, and its answer, too.
record Unchanged(ChatRequest chat) implements DialectRequest {
    @Override
    public byte[] whole(ChatCompletion completion) {
        return completion.json().toBytes();
    }

    @Override
    public StreamConverter stream() {
        return new ChatStream();
    }
}
