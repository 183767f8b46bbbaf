package dev.penstock.domain.chat;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a client asked: the few things the gateway decides on, and the whole body, verbatim.
///
/// @param model the model's name as the client wrote it; empty if it wrote none
/// @param stream whether the answer is wanted in chunks
/// @param wantsUsage whether the client asked for the usage chunk of a stream
/// @param body everything that was sent
/// @param headers what the client said beside the body, by lower-case name, for providers that understand more than the
///        body; never a credential, never anything about the connection
public record ChatRequest(Optional<String> model, boolean stream, boolean wantsUsage, ChatBody body,
        Map<String, String> headers) {

    public ChatRequest {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(body, "body");
        headers = Map.copyOf(headers);
    }
}
