package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.isGiven;
import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.Invalid;

/// What a chat message says or shows → blocks.
final class Content {
    static final String MARK = "cache_control";

    private Content() {}

    /// The blocks of a message's `content`, with their cache marks; a mark of the message itself goes to the last one. What
    /// is nothing but white space is left out, because the API refuses it.
    ///
    /// @param where the content stands, for refusals
    static ArrayNode of(JsonNode message, String where) {
        return markLast(parts(message, where), message.path(MARK));
    }

    /// The blocks of a message's `content`, without a mark of the message itself.
    static ArrayNode parts(JsonNode message, String where) {
        JsonNode content = message.path("content");
        ArrayNode blocks = NODES.arrayNode();
        if (content.isTextual()) {
            say(content.textValue(), NODES.missingNode(), blocks);
        }
        int i = 0;
        for (JsonNode part : content) {
            add(part, blocks, where + "[" + i++ + "]");
        }
        return blocks;
    }

    /// Puts a mark on the last block, if there are both.
    static ArrayNode markLast(ArrayNode blocks, JsonNode mark) {
        if (blocks.path(blocks.size() - 1) instanceof ObjectNode last) {
            mark(last, mark);
        }
        return blocks;
    }

    /// Puts a mark on a block, if there is one.
    static void mark(ObjectNode block, JsonNode mark) {
        if (isGiven(mark)) {
            block.set(MARK, mark);
        }
    }

    private static void add(JsonNode part, ArrayNode blocks, String where) {
        JsonNode mark = part.path(MARK);
        switch (text(part, "type")) {
            case "text" -> say(text(part, "text"), mark, blocks);
            case "refusal" -> say(text(part, "refusal"), mark, blocks);
            case "image_url" -> blocks.add(image(part.path("image_url"), mark, where));
            case "file" -> blocks.add(document(part.path("file"), mark, where));
            default -> throw Invalid.field(where + ".type",
                    "Anthropic takes no content of the type '" + text(part, "type") + "'.");
        }
    }

    private static void say(String text, JsonNode mark, ArrayNode blocks) {
        if (!text.isBlank()) {
            mark(blocks.addObject().put("type", "text").put("text", text), mark);
        }
    }

    private static ObjectNode image(JsonNode image, JsonNode mark, String where) {
        ObjectNode block = object().put("type", "image");
        block.set("source", source(image.isTextual() ? image.textValue() : text(image, "url"), where));
        mark(block, mark);
        return block;
    }

    private static ObjectNode document(JsonNode file, JsonNode mark, String where) {
        ObjectNode block = object().put("type", "document");
        block.set("source", source(text(file, "file_data"), where));
        if (!text(file, "filename").isEmpty()) {
            block.put("title", text(file, "filename"));
        }
        mark(block, mark);
        return block;
    }

    /// `data:image/png;base64,…` or an address.
    private static ObjectNode source(String url, String where) {
        int comma = url.indexOf(',');
        String head = comma < 0 ? "" : url.substring(0, comma);
        if (head.startsWith("data:") && head.endsWith(";base64")) {
            int end = head.indexOf(';');
            return object().put("type", "base64")
                    .put("media_type", head.substring("data:".length(), end))
                    .put("data", url.substring(comma + 1));
        }
        if (url.startsWith("https://") || url.startsWith("http://")) {
            return object().put("type", "url").put("url", url);
        }
        throw Invalid.field(where,
                "Only a 'data:' URL with base64 or an 'https:' URL can be shown to Anthropic.");
    }
}
