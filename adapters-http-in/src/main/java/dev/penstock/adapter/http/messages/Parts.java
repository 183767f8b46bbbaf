package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.isGiven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The content of one chat message, part by part.
///
/// Clients move their cache marks from turn to turn, and what a mark once stood on must read the same without it, or the
/// cache misses. So neighbouring texts are one text, with empty lines between them; a mark ends a part, and the next part
/// begins with the empty line.
final class Parts {
    private static final String BETWEEN = "\n\n";
    private static final String MARK = "cache_control";

    private final ArrayNode parts = NODES.arrayNode();
    private boolean ended;

    /// The content of a chat message, as [#content] writes it. Takes over its parts.
    static Parts of(JsonNode content) {
        Parts read = new Parts();
        content.forEach(read.parts::add);
        return read.text(content.asText(), NODES.missingNode());
    }

    /// @param text if empty, its mark goes to the part before it
    /// @param mark the `cache_control` of where the text comes from, if it has one
    Parts text(String text, JsonNode mark) {
        if (text.isEmpty()) {
            return markLast(mark);
        }
        if (!(parts.path(parts.size() - 1) instanceof ObjectNode last) || !isText(last)) {
            return append(NODES.objectNode().put("type", "text").put("text", text), mark);
        }
        if (last.has(MARK) || ended) {
            ended = false;
            return append(NODES.objectNode().put("type", "text").put("text", BETWEEN + text), mark);
        }
        mark(last.put("text", last.path("text").asText() + BETWEEN + text), mark);
        return this;
    }

    /// The next text is a part of its own.
    void endPart() {
        ended = !parts.isEmpty();
    }

    /// @param part anything but text
    Parts add(ObjectNode part, JsonNode mark) {
        return append(part, mark);
    }

    /// Marks the last part, if there is one that has no mark.
    Parts markLast(JsonNode mark) {
        if (parts.path(parts.size() - 1) instanceof ObjectNode last && !last.has(MARK)) {
            mark(last, mark);
        }
        return this;
    }

    /// All parts of one that comes behind.
    Parts addAll(Parts other) {
        for (JsonNode part : other.parts) {
            if (isText(part)) {
                text(part.path("text").asText(), part.path(MARK));
            } else {
                parts.add(part);
            }
        }
        return this;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /// Whether there is anything but text in it.
    boolean showsMore() {
        return parts.valueStream().anyMatch(part -> !isText(part));
    }

    /// The texts alone.
    String text() {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    /// The mark that stands last.
    JsonNode lastMark() {
        JsonNode mark = NODES.missingNode();
        for (JsonNode part : parts) {
            mark = part.has(MARK) ? part.path(MARK) : mark;
        }
        return mark;
    }

    /// A string wherever it can be one, because every upstream takes that; an array if there are images or cache marks.
    JsonNode content() {
        return showsMore() || isGiven(lastMark()) ? parts : NODES.textNode(text());
    }

    private Parts append(ObjectNode part, JsonNode mark) {
        parts.add(part);
        mark(part, mark);
        return this;
    }

    private static boolean isText(JsonNode part) {
        return part.path("type").asText().equals("text");
    }

    private static void mark(ObjectNode part, JsonNode mark) {
        if (isGiven(mark)) {
            part.set(MARK, mark);
        }
    }
}
