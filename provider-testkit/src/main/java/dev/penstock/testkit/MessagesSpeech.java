package dev.penstock.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An upstream that speaks Anthropic's Messages API, which knows no more than one choice.
public final class MessagesSpeech implements UpstreamSpeech {
    private static final JsonNodeFactory NEW = JsonNodeFactory.instance;

    @Override
    public Reply whole(Said said) {
        ObjectNode message = message(said.usage());
        ArrayNode content = message.putArray("content");
        if (!said.whole().isEmpty()) {
            content.addObject().put("type", "text").put("text", said.whole());
        }
        for (ToolCall call : said.toolCalls()) {
            ObjectNode block = content.addObject().put("type", "tool_use");
            block.put("id", call.id()).put("name", call.name()).set("input", Json.read(call.arguments()));
        }
        message.put("stop_reason", reason(said));
        return Reply.json(200, message.toString());
    }

    @Override
    public Reply streamHead() {
        return Reply.head(200, "Content-Type: text/event-stream");
    }

    @Override
    public List<String> events(Said said) {
        List<String> events = new ArrayList<>();
        int index = 0;
        ObjectNode start = NEW.objectNode();
        start.set("message", message(Usage.of(said.usage().promptTokens(), 1)));
        StringBuilder opening = new StringBuilder(event("message_start", start)).append(keepAlive());
        if (!said.pieces().isEmpty()) {
            opening.append(begin(index, NEW.objectNode().put("type", "text").put("text", "")));
            for (String piece : said.pieces()) {
                events.add(opening + piece(index, "text_delta", "text", piece));
                opening.setLength(0);
            }
            events.add(end(index++));
        }
        for (ToolCall call : said.toolCalls()) {
            ObjectNode block = NEW.objectNode().put("type", "tool_use");
            block.put("id", call.id()).put("name", call.name()).putObject("input");
            events.add(opening + begin(index, block)
                    + piece(index, "input_json_delta", "partial_json", call.arguments()));
            opening.setLength(0);
            events.add(end(index++));
        }
        ObjectNode delta = NEW.objectNode();
        delta.putObject("delta").put("stop_reason", reason(said)).putNull("stop_sequence");
        delta.set("usage", usage(said.usage()));
        events.add(opening + event("message_delta", delta));
        events.add(event("message_stop", NEW.objectNode()));
        return events;
    }

    /// @param code is not told: a type stands for each status
    @Override
    public Reply failure(int status, String code, String message) {
        return Reply.json(status, error(switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        }, message).toString());
    }

    @Override
    public String failureEvent(String message) {
        return event("error", error("api_error", message));
    }

    @Override
    public String keepAlive() {
        return event("ping", NEW.objectNode());
    }

    @Override
    public String model(ReceivedRequest request) {
        return body(request).path("model").asText();
    }

    @Override
    public Optional<String> key(ReceivedRequest request) {
        return request.header("x-api-key");
    }

    @Override
    public String prompt(ReceivedRequest request) {
        JsonNode messages = body(request).path("messages");
        JsonNode content = messages.path(messages.size() - 1).path("content");
        return content.isTextual() ? content.asText() : content.path(0).path("text").asText();
    }

    @Override
    public List<String> tools(ReceivedRequest request) {
        List<String> names = new ArrayList<>();
        body(request).path("tools").forEach(tool -> names.add(tool.path("name").asText()));
        return names;
    }

    @Override
    public int choices(ReceivedRequest request) {
        return 1;
    }

    @Override
    public boolean streamed(ReceivedRequest request) {
        return body(request).path("stream").asBoolean();
    }

    private static JsonNode body(ReceivedRequest request) {
        return Json.read(request.text());
    }

    private static ObjectNode message(Usage usage) {
        ObjectNode message = NEW.objectNode().put("id", "msg_1").put("type", "message");
        message.put("role", "assistant").put("model", "answering-model").putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence").set("usage", usage(usage));
        return message;
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = NEW.objectNode()
                .put("input_tokens",
                        usage.promptTokens() - usage.cachedTokens() - usage.cacheWriteTokens())
                .put("cache_creation_input_tokens", usage.cacheWriteTokens())
                .put("cache_read_input_tokens", usage.cachedTokens())
                .put("output_tokens", usage.completionTokens());
        json.putObject("output_tokens_details").put("thinking_tokens", usage.reasoningTokens());
        return json;
    }

    private static ObjectNode error(String type, String message) {
        ObjectNode body = NEW.objectNode().put("type", "error");
        body.putObject("error").put("type", type).put("message", message);
        return body.put("request_id", "req_theirs");
    }

    private static String reason(Said said) {
        if (said.cut()) {
            return "max_tokens";
        }
        return said.toolCalls().isEmpty() ? "end_turn" : "tool_use";
    }

    private static String begin(int index, ObjectNode block) {
        ObjectNode start = NEW.objectNode().put("index", index);
        start.set("content_block", block);
        return event("content_block_start", start);
    }

    private static String piece(int index, String type, String member, String piece) {
        ObjectNode more = NEW.objectNode().put("index", index);
        more.putObject("delta").put("type", type).put(member, piece);
        return event("content_block_delta", more);
    }

    private static String end(int index) {
        return event("content_block_stop", NEW.objectNode().put("index", index));
    }

    private static String event(String type, ObjectNode members) {
        ObjectNode event = NEW.objectNode().put("type", type);
        return "event: " + type + "\ndata: " + event.setAll(members) + "\n\n";
    }
}
