package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.CarriedJson.NODES;
import static dev.penstock.adapter.http.messages.CarriedJson.isGiven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.StringJoiner;

/// The content of one chat message, part by part.
final class Parts {
    private final ArrayNode parts = NODES.arrayNode();
    private boolean onlyText = true;

    /// @param mark the `cache_control` of where the text comes from, if it has one
    Parts text(String text, JsonNode mark) {
        if (!text.isEmpty()) {
            ObjectNode part = parts.addObject().put("type", "text").put("text", text);
            mark(part, mark);
        }
        return this;
    }

    Parts add(ObjectNode part, JsonNode mark) {
        parts.add(part);
        mark(part, mark);
        onlyText = false;
        return this;
    }

    /// All parts of another one.
    Parts addAll(Parts other) {
        parts.addAll(other.parts);
        onlyText &= other.onlyText;
        return this;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /// Whether there is anything but text in it.
    boolean showsMore() {
        return parts.valueStream().anyMatch(part -> !part.path("type").asText().equals("text"));
    }

    /// The texts alone.
    String text() {
        StringJoiner text = new StringJoiner("\n\n");
        parts.forEach(part -> text.add(part.path("text").asText()));
        return text.toString();
    }

    /// A string wherever it can be one, because every upstream takes that; an array if there are images or cache marks.
    JsonNode content() {
        return onlyText ? NODES.textNode(text()) : parts;
    }

    private void mark(ObjectNode part, JsonNode mark) {
        if (isGiven(mark)) {
            part.set("cache_control", mark);
            onlyText = false;
        }
    }
}
