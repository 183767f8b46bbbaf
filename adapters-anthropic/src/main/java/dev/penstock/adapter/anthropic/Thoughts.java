package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Thoughts, which have to go back with their signatures, as OpenRouter's `reasoning_details` tell them: clients know these,
/// and the gateway's own dialects keep them for clients that speak other APIs.
final class Thoughts {
    static final String DETAILS = "reasoning_details";
    static final String CONTENT = "reasoning_content";

    private static final String TEXT = "reasoning.text";
    private static final String HIDDEN = "reasoning.encrypted";
    private static final String FORMAT = "anthropic-claude-v1";

    private Thoughts() {}

    /// @param index which thought of the answer it is, from 0
    static ObjectNode detail(int index, String thought, String signature) {
        ObjectNode detail = object().put("type", TEXT).put("text", thought);
        if (!signature.isEmpty()) {
            detail.put("signature", signature);
        }
        return detail.put("format", FORMAT).put("index", index);
    }

    /// One that Anthropic hides, even from the client.
    static ObjectNode hidden(int index, String data) {
        return object().put("type", HIDDEN).put("data", data).put("format", FORMAT).put("index", index);
    }

    /// The blocks that details were made of; they may be in pieces, as OpenRouter streams them. Those that Anthropic did
    /// not sign are left out, because it refuses them.
    static ArrayNode blocks(JsonNode details) {
        ArrayNode blocks = NODES.arrayNode();
        StringBuilder thought = new StringBuilder();
        for (int i = 0; i < details.size(); i++) {
            JsonNode detail = details.path(i);
            if (text(detail, "type").equals(HIDDEN) && text(detail, "format").equals(FORMAT)) {
                blocks.addObject().put("type", "redacted_thinking").put("data", text(detail, "data"));
            } else if (text(detail, "type").equals(TEXT)) {
                thought.append(text(detail, "text"));
                String signature = text(detail, "signature");
                if (!signature.isEmpty() && isOurs(detail)) {
                    blocks.addObject()
                            .put("type", "thinking")
                            .put("thinking", thought.toString())
                            .put("signature", signature);
                }
                if (!signature.isEmpty() || !continues(detail, details.path(i + 1))) {
                    thought.setLength(0);
                }
            }
        }
        return blocks;
    }

    private static boolean isOurs(JsonNode detail) {
        String format = text(detail, "format");
        return format.isEmpty() || format.equals(FORMAT);
    }

    private static boolean continues(JsonNode detail, JsonNode next) {
        return text(next, "type").equals(TEXT) && next.path("index").equals(detail.path("index"));
    }
}
