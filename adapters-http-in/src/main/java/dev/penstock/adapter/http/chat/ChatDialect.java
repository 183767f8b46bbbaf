package dev.penstock.adapter.http.chat;

import dev.penstock.adapter.http.dialect.ClientDialect;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.application.Caller;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.openai.wire.ChatJson;
import java.util.Map;

/// `POST /v1/chat/completions`: nothing has to be converted, and nothing is.
public final class ChatDialect implements ClientDialect {
    @Override
    public Endpoint endpoint() {
        return Endpoint.CHAT_COMPLETIONS;
    }

    @Override
    public DialectRequest read(byte[] body, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        return new Unchanged(ChatJson.read(body, headers));
    }
}
