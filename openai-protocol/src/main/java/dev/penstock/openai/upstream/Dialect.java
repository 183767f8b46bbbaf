package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.wire.BodyEdits;
import java.util.Map;

/// Where one provider differs from the Chat Completions API. A provider without quirks needs none of these methods.
///
/// Safe for concurrent use; pure.
public interface Dialect extends FailureReader {

    /// The API as OpenAI documents it.
    Dialect STANDARD = new Dialect() {
    };

    /// Edits the request's body beyond `model`, `stream` and `stream_options`, which are seen to already. Every edit
    /// stands in the provider's README, for bodies are otherwise carried unchanged.
    default void edit(BodyEdits edits, ChatCall call) {}

    /// Headers to send beside the usual ones; never the key.
    default Map<String, String> headers(ChatRequest request) {
        return Map.of();
    }

    /// Whether the upstream answers this only as a stream; a client that wants a whole answer then gets the collected
    /// one.
    default boolean onlyStreams(ChatRequest request, String upstreamModel) {
        return false;
    }
}
