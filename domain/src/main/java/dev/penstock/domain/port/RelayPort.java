package dev.penstock.domain.port;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import java.util.Optional;

/// Passes a request on in the API that the client wrote it in, to one upstream that speaks the same, in one attempt.
///
/// The request's body and the answer are those of one [dev.penstock.domain.chat.ClientApi]: chunks are its events, with
/// their names, and completions are `relayed`. Nothing in them is changed but the request's `model`. In everything else
/// implementations keep the promises of [ChatCompletionPort].
public interface RelayPort {
    /// Gets a whole answer. The request's body asks for one.
    ChatCompletion complete(ChatCall call);

    /// Streams the answer into `sink`. The request's body asks for that.
    ChatEnd stream(ChatCall call, ChunkSink sink);

    /// Counts the tokens of a request without having it answered. The request's body is one of the API's own for that,
    /// such as of Anthropic's `/v1/messages/count_tokens`.
    ///
    /// @return the upstream's JSON, unchanged; empty if the upstream does not count tokens
    /// @throws dev.penstock.domain.failure.UpstreamException if the upstream fails or refuses the request
    default Optional<JsonText> countTokens(ChatCall call) {
        return Optional.empty();
    }
}
