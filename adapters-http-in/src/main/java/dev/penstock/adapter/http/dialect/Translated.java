package dev.penstock.adapter.http.dialect;

import dev.penstock.application.ClientRequest;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ClientApi;
import java.util.Optional;

/// A request that is translated, whoever answers it.
///
/// @param sessionId as the body names it before the translation
public record Translated(ClientApi api, Translation translation,
        Optional<String> sessionId) implements DialectRequest {
    @Override
    public ClientRequest request() {
        return ClientRequest.translated(api, translation.chat());
    }

    @Override
    public byte[] whole(ChatCompletion completion) {
        return translation.whole(completion);
    }

    @Override
    public StreamConverter stream() {
        return translation.stream();
    }
}
