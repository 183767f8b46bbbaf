package dev.penstock.openai.wire;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import java.util.List;
import java.util.Optional;

/// One streamed answer as it comes: server-sent events → chunks to relay, and at last how it ended.
///
/// What only opens an answer, and says nothing yet, waits for the first that does: an upstream that breaks off behind it
/// has said nothing, and another may still be asked.
///
/// Pure; not safe for concurrent use. Once [#failure()] is present, further events are ignored.
public interface AnswerReader {
    /// Takes the next event.
    void accept(ServerEvent event);

    /// The chunks that became ready since the last call, in order; none before the answer has begun to say something.
    List<ChatChunk> take();

    /// About how many bytes of the answer are kept for chunks that come later.
    default long held() {
        return 0;
    }

    /// Whether the end has come, behind which nothing is of interest.
    boolean done();

    /// What the answer has used so far, as far as the upstream has told.
    Optional<Usage> usage();

    /// What broke the answer off, if something did.
    Optional<FailureDetail> failure();

    /// Whether the failure is nothing that the upstream said, but that it makes no sense.
    boolean garbled();

    /// Tells that nothing comes any more.
    ///
    /// @return how the answer ended; empty if it did not end but stopped, which is a failure. Chunks may have become
    ///         ready.
    Optional<ChatEnd> end();
}
