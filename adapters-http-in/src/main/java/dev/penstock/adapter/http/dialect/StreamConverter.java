package dev.penstock.adapter.http.dialect;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import java.util.List;

/// One streamed answer on its way to the client: chunks → server-sent events. A state machine without I/O, clock or
/// threads.
///
/// Used by one thread at a time: any number of chunks, then either the end or a failure. What a method appends to the
/// buffer leaves at once.
public interface StreamConverter {
    /// Takes chunks that arrived together.
    void chunks(List<ChatChunk> chunks, EventBuffer out);

    /// About how many bytes of memory it takes for what it keeps of the answer, with what the end will take.
    default long held() {
        return 0;
    }

    /// The answer is whole.
    void end(ChatEnd end, EventBuffer out);

    /// The answer broke off; the connection is broken off behind what this appends.
    void failure(ErrorAnswer error, EventBuffer out);

    /// What fills a silence. May come before the first chunk, and never within an event.
    void heartbeat(EventBuffer out);
}
