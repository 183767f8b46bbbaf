package dev.penstock.adapter.http.dialect;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatRequest;

/// A request that was translated, and the way back for the answer to it.
public interface Translation {
    ChatRequest chat();

    /// The body of a whole answer.
    ///
    /// @param completion a chat completion
    /// @return JSON, UTF-8
    /// @throws dev.penstock.domain.failure.UpstreamException if the upstream's answer cannot be told in this dialect
    byte[] whole(ChatCompletion completion);

    /// Begins a streamed answer; to be asked for once.
    StreamConverter stream();
}
