package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Where the events of an answer go; a whole answer has no use for them.
@FunctionalInterface
interface Events {
    /// @param data the event's members but its type and number, to be kept by the receiver
    void event(String type, ObjectNode data);
}
