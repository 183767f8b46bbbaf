package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;

/// Understands the events of one answer in another API. One that remembers nothing from event to event may be a method.
///
/// Not safe for concurrent use.
@FunctionalInterface
public interface EventTranslation {
    /// Takes the next event and tells what it says. An event that says nothing, as a sign of life, tells nothing.
    ///
    /// @param event a JSON object
    /// @throws OddEventException if it is no event of such an answer
    void read(JsonNode event, ToldAnswer answer);

    /// The same, for APIs that tell the sort of a server-sent event beside it.
    ///
    /// @param name as the line `event:` has it; empty if there is none
    default void read(String name, JsonNode event, ToldAnswer answer) {
        read(event, answer);
    }
}
