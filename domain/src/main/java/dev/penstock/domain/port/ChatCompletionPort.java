package dev.penstock.domain.port;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;

/// Gets one chat completion from one upstream, in one attempt.
///
/// Implementations block the calling virtual thread, are safe for concurrent use, and neither retry nor fall back:
/// whether to try again is the application's decision. When a method returns or throws, everything it opened is closed.
///
/// Both methods throw [dev.penstock.domain.failure.UpstreamException] when the upstream fails, and
/// [java.util.concurrent.CancellationException] when the call's [Cancellation] was the reason to stop.
public interface ChatCompletionPort {

    /// Gets a whole answer. Asks for one even if the request's body says otherwise.
    ChatCompletion complete(ChatCall call);

    /// Streams the answer into `sink`, in the upstream's order, each chunk as soon as it has arrived.
    ///
    /// Returns normally only if the answer is whole, that is if the model said why it stopped; a stream that ends
    /// without is a failure. An exception from the sink ends the call, closes the upstream and comes out unchanged.
    ChatEnd stream(ChatCall call, ChunkSink sink);
}
