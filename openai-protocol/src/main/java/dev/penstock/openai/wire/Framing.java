package dev.penstock.openai.wire;

import java.util.function.Consumer;

/// How the bytes of a stream fall into events.
///
/// Incremental: the cuts between the pieces it is fed do not matter. Not safe for concurrent use.
public interface Framing {
    /// No event is longer; a stream that has one is not worth the memory.
    int MAX_EVENT_BYTES = 16 * 1024 * 1024;

    /// Thrown when an event is longer than [#MAX_EVENT_BYTES].
    final class EventTooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EventTooLongException() {
            super("an event of the stream is longer than " + MAX_EVENT_BYTES + " bytes");
        }
    }

    /// What such a stream is called in `Accept` and `Content-Type`.
    String mediaType();

    /// Takes the next bytes of the stream and hands over every event that they complete, in order.
    void feed(byte[] bytes, int offset, int length, Consumer<ServerEvent> events);

    /// How many bytes of an event that has not ended are kept.
    default int buffered() {
        return 0;
    }

    /// Tells that the stream is over, and hands over the event that lacks nothing but its end, if there is one.
    void end(Consumer<ServerEvent> events);
}
