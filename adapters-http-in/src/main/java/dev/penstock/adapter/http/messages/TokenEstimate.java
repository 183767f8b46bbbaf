package dev.penstock.adapter.http.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// How many tokens a request will about cost, for clients that want to know before they ask. Each upstream model has a
/// tokeniser of its own; only its answer tells the exact number.
///
/// Four characters of ASCII make a token, two of other alphabets, and Chinese, Japanese and Korean characters two thirds
/// of one each. Messages and tools cost a few more for what stands around them. An image counts as 1500, a document that
/// is not text by its size.
final class TokenEstimate {
    private static final long TWELFTHS = 12;
    private static final long PER_MESSAGE = 4;
    private static final long PER_TOOL = 12;
    private static final long TOOLS_PREAMBLE = 120;
    private static final long PER_IMAGE = 1500;
    private static final long BASE64_PER_TOKEN = 24;

    private TokenEstimate() {}

    /// @param asked a Messages request
    static long of(JsonNode asked) {
        long tokens = content(asked.path("system"));
        for (JsonNode message : asked.path("messages")) {
            tokens += PER_MESSAGE + content(message.path("content"));
        }
        JsonNode tools = asked.path("tools");
        if (!tools.isEmpty()) {
            tokens += TOOLS_PREAMBLE;
        }
        for (JsonNode tool : tools) {
            tokens += PER_TOOL + ofText(tool.path("name").asText())
                    + ofText(tool.path("description").asText()) + json(tool.path("input_schema"));
        }
        return Math.max(1, tokens);
    }

    /// @param content a message's
    static long ofAnswer(JsonNode content) {
        return content(content);
    }

    static long ofText(String text) {
        long twelfths = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                twelfths += 3;
            } else if (c < 0x2E80 || Character.isSurrogate(c)) {
                twelfths += 6;
            } else {
                twelfths += 8;
            }
        }
        return (twelfths + TWELFTHS - 1) / TWELFTHS;
    }

    private static long content(JsonNode content) {
        if (content.isTextual()) {
            return ofText(content.asText());
        }
        long tokens = 0;
        for (JsonNode block : content) {
            tokens += block(block);
        }
        return tokens;
    }

    private static long block(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "image" -> PER_IMAGE;
            case "document" -> document(block.path("source"));
            case "tool_use" -> PER_TOOL + ofText(block.path("name").asText()) + json(block.path("input"));
            case "tool_result" -> PER_TOOL + content(block.path("content"));
            case "thinking" -> ofText(block.path("thinking").asText());
            case "search_result" -> content(block.path("content"));
            default -> ofText(block.path("text").asText());
        };
    }

    private static long document(JsonNode source) {
        return switch (source.path("type").asText()) {
            case "text" -> ofText(source.path("data").asText());
            case "content" -> content(source.path("content"));
            default -> Math.max(PER_IMAGE, source.path("data").asText().length() / BASE64_PER_TOKEN);
        };
    }

    /// What a schema says, with a token for each name's quotes and colon.
    private static long json(JsonNode json) {
        if (json instanceof ObjectNode object) {
            long tokens = 1;
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                tokens += 1 + ofText(member.getKey()) + json(member.getValue());
            }
            return tokens;
        }
        if (json.isArray()) {
            long tokens = 1;
            for (JsonNode element : json) {
                tokens += json(element);
            }
            return tokens;
        }
        return json.isMissingNode() ? 0 : ofText(json.asText());
    }
}
