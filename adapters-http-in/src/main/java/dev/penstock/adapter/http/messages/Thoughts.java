package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.isGiven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// What an upstream tells of a model's thoughts: their text, and what has to be kept to send them back. Not safe for
/// concurrent use.
final class Thoughts {
    private String field = Signature.REASONING_CONTENT;
    private ArrayNode details = NODES.arrayNode();

    /// Takes a delta or a whole message.
    ///
    /// @return the text; servers that tell it under both names tell it twice
    String take(JsonNode message) {
        message.path("reasoning_details").forEach(this::addDetail);
        String text = message.path(Signature.REASONING_CONTENT).asText("");
        if (!text.isEmpty()) {
            field = Signature.REASONING_CONTENT;
            return text;
        }
        text = message.path(Signature.REASONING).asText("");
        if (!text.isEmpty()) {
            field = Signature.REASONING;
        }
        return text;
    }

    /// Whether there is something to be kept that no signature has yet.
    boolean hasDetails() {
        return !details.isEmpty();
    }

    /// The signature of what was taken since the last one.
    String sign() {
        String signature = hasDetails() ? Signature.of(details) : Signature.of(field);
        details = NODES.arrayNode();
        return signature;
    }

    /// Pieces of one detail are put together; they have to go back whole and in order.
    private void addDetail(JsonNode piece) {
        if (!piece.isObject()) {
            return;
        }
        if (details.path(details.size() - 1) instanceof ObjectNode last && continues(last, piece)) {
            for (Map.Entry<String, JsonNode> member : piece.properties()) {
                join(last, member.getKey(), member.getValue());
            }
        } else {
            details.add(piece.deepCopy());
        }
    }

    private static boolean continues(ObjectNode last, JsonNode piece) {
        return last.has("index") && last.path("index").equals(piece.path("index"))
                && last.path("type").equals(piece.path("type"));
    }

    private static void join(ObjectNode last, String name, JsonNode value) {
        boolean grows = switch (name) {
            case "text", "summary", "data" -> last.path(name).isTextual() && value.isTextual();
            default -> false;
        };
        if (grows) {
            last.put(name, last.path(name).asText() + value.asText());
        } else if (isGiven(value)) {
            last.set(name, value);
        }
    }
}
