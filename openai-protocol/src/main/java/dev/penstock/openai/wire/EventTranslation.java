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
}
