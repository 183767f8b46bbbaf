package dev.penstock.adapter.http.chat;

import dev.penstock.adapter.http.dialect.ClientDialect;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.application.Caller;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.openai.wire.ChatJson;
import java.util.Map;

/// `POST /v1/completions`: texts instead of chats, as unchanged.
public final class TextDialect implements ClientDialect {
    @Override
    public Endpoint endpoint() {
        return Endpoint.COMPLETIONS;
    }

    @Override
    public DialectRequest read(byte[] body, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        return new Unchanged(ChatJson.read(body, headers, "prompt"));
    }
}
