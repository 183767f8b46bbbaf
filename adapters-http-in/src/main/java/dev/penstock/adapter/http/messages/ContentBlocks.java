package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.ToolNames;

/// Blocks that say or show something → content parts.
final class ContentBlocks {
    private ContentBlocks() {}

    /// Adds what a block shows; one of an unknown type only if it has a text.
    ///
    /// @param names of the request's tools
    /// @param where it stands, for refusals
    static void add(Parts parts, JsonNode block, ToolNames names, String where) {
        JsonNode mark = block.path("cache_control");
        switch (block.path("type").asText()) {
            case "image" -> parts.add(image(block.path("source"), where), mark);
            case "document" -> document(parts, block, names, where);
            case "search_result" -> parts.text(searchResult(block), mark);
            case "tool_reference" ->
                parts.text("The tool " + names.upstream(block.path("tool_name").asText()) + " is available.",
                        mark);
            case "container_upload" -> throw Invalid.field(where,
                    "A file in a container of Anthropic's cannot be reached; send its content.");
            default -> parts.text(block.path("text").asText(""), mark);
        }
    }

    private static ObjectNode image(JsonNode source, String where) {
        ObjectNode part = NODES.objectNode().put("type", "image_url");
        part.putObject("image_url").put("url", url(source, where, "image_block"));
        return part;
    }

    /// A text is a text; anything else becomes a `file` part, which OpenRouter and OpenAI read.
    private static void document(Parts parts, JsonNode block, ToolNames names, String where) {
        JsonNode source = block.path("source");
        JsonNode mark = block.path("cache_control");
        String title = block.path("title").asText("");
        String context = block.path("context").asText("");
        String before = (title.isEmpty() ? "" : title + "\n") + (context.isEmpty() ? "" : context + "\n");
        switch (source.path("type").asText()) {
            case "text" -> parts.text(before + source.path("data").asText(), mark);
            case "content" -> {
                if (source.path("content").isTextual()) {
                    parts.text(before + source.path("content").asText(), mark);
                }
                int i = 0;
                for (JsonNode inner : source.path("content")) {
                    add(parts, inner, names, where + ".source.content[" + i++ + "]");
                }
                parts.markLast(mark);
            }
            default -> {
                ObjectNode part = NODES.objectNode().put("type", "file");
                part.putObject("file")
                        .put("filename", title.isEmpty() ? "document.pdf" : title)
                        .put("file_data", url(source, where, "document_block"));
                parts.add(part, mark);
            }
        }
    }

    /// @param capability what Claude Code leaves out if the source cannot be converted
    private static String url(JsonNode source, String where, String capability) {
        return switch (source.path("type").asText()) {
            case "url" -> source.path("url").asText();
            case "base64" -> "data:" + source.path("media_type").asText() + ";base64,"
                    + source.path("data").asText();
            default -> throw Invalid.field(where + ".source", RejectedCapability.with(
                    "Only a source of type 'base64' or 'url' can be translated; files that were uploaded to Anthropic"
                            + " cannot be reached.",
                    capability));
        };
    }

    private static String searchResult(JsonNode block) {
        StringBuilder text = new StringBuilder(block.path("title").asText())
                .append(" (")
                .append(block.path("source").asText())
                .append(")");
        block.path("content").forEach(inner -> text.append('\n').append(inner.path("text").asText()));
        return text.toString();
    }
}
