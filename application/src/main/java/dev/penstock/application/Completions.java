package dev.penstock.application;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChunkSink;
import java.util.concurrent.CancellationException;

/// Has a request for a completion answered, of a chat or of a text.
///
/// Safe for concurrent use. The methods block, throw [RefusedException] if nobody is asked, [UpstreamException] with the
/// failure of the upstream asked last, and [CancellationException] if the client left or the gateway stops. Whatever
/// comes out, the grant has ended and the ledger has its line.
public interface Completions {
    /// Gets a whole answer.
    ChatCompletion complete(Grant grant, ChatRequest request, Cancellation cancellation);

    /// Streams the answer into `sink`. Once a chunk has reached the sink the choice of upstream is final: a later
    /// failure is the caller's to see.
    ChatEnd stream(Grant grant, ChatRequest request, ChunkSink sink, Cancellation cancellation);
}
