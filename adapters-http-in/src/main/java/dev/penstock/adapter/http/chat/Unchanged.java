package dev.penstock.adapter.http.chat;

import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.adapter.http.session.SessionMembers;
import dev.penstock.application.ClientRequest;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatRequest;
import java.util.Optional;

/// A request that is spoken as upstreams speak, and its answer, too.
record Unchanged(ClientRequest request) implements DialectRequest {
    Unchanged(ChatRequest chat) {
        this(ClientRequest.plain(chat));
    }

    @Override
    public Optional<String> sessionId() {
        return SessionMembers.read(request.head().body());
    }

    @Override
    public byte[] whole(ChatCompletion completion) {
        return completion.json().toBytes();
    }

    @Override
    public StreamConverter stream() {
        return new ChatStream();
    }
}
