package dev.penstock.domain.port;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;

/// Gets one completion of a plain text (a prompt, perhaps with the text behind it), from one upstream, in one attempt.
///
/// The request's body has a `prompt` instead of messages, and answers have `text` instead of a message; in everything else
/// implementations keep the promises of [ChatCompletionPort].
public interface TextCompletionPort {
    /// Gets a whole answer.
    ChatCompletion complete(ChatCall call);

    /// Streams the answer into `sink`.
    ChatEnd stream(ChatCall call, ChunkSink sink);
}
