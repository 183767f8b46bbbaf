package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.Invalid;
import java.util.ArrayList;
import java.util.List;

/// What a chat message says or shows → one text, and its images beside it.
final class Content {
    private Content() {}

    /// @param where the content stands, for refusals
    static void translate(JsonNode content, ObjectNode message, String where) {
        List<String> texts = new ArrayList<>();
        ArrayNode images = NODES.arrayNode();
        if (content.isTextual()) {
            texts.add(content.textValue());
        }
        int i = 0;
        for (JsonNode part : content) {
            String here = where + "[" + i++ + "]";
            switch (text(part, "type")) {
                case "text" -> texts.add(text(part, "text"));
                case "refusal" -> texts.add(text(part, "refusal"));
                case "image_url" -> images.add(image(part.path("image_url"), here));
                default -> throw Invalid.field(here + ".type",
                        "Ollama takes no content of the type '" + text(part, "type") + "'.");
            }
        }
        message.put("content", String.join("\n", texts));
        if (!images.isEmpty()) {
            message.set("images", images);
        }
    }

    /// `data:image/png;base64,…`; what stands elsewhere, Ollama does not fetch.
    private static String image(JsonNode image, String where) {
        String url = image.isTextual() ? image.textValue() : text(image, "url");
        int comma = url.indexOf(',');
        if (comma < 0 || !url.startsWith("data:") || !url.substring(0, comma).endsWith(";base64")) {
            throw Invalid.field(where + ".image_url",
                    "Ollama fetches no images; give a 'data:' URL with base64.");
        }
        return url.substring(comma + 1);
    }
}
