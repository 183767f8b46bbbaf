package dev.penstock.application;

import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.ChunkSink;

/// Where a streamed answer goes: to the client.
///
/// If the client turns out to be gone, the request's [dev.penstock.domain.port.Cancellation] happens before a method
/// throws. An [UpstreamException] out of here means that the answer cannot be told to this client.
public interface AnswerSink extends ChunkSink {
    /// The answer is whole; nothing comes behind it.
    void end(ChatEnd end);
}
