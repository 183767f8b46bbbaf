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

/// An upstream that speaks the Chat Completions API.
public final class ChatCompletionsSpeech implements UpstreamSpeech {
    private static final JsonNodeFactory NEW = JsonNodeFactory.instance;

    @Override
    public Reply whole(Said said) {
        ObjectNode answer = envelope("chat.completion");
        ArrayNode choices = answer.putArray("choices");
        for (int i = 0; i < said.choices(); i++) {
            ObjectNode choice = choices.addObject().put("index", i);
            ObjectNode message = choice.putObject("message").put("role", "assistant");
            message.put("content", said.whole());
            if (!said.toolCalls().isEmpty()) {
                message.set("tool_calls", calls(said));
            }
            choice.put("finish_reason", reason(said));
        }
        answer.set("usage", usage(said.usage()));
        return Reply.json(200, answer.toString());
    }

    @Override
    public Reply streamHead() {
        return Reply.head(200, "Content-Type: text/event-stream");
    }

    @Override
    public List<String> events(Said said) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < said.choices(); i++) {
            for (String piece : said.pieces()) {
                events.add(chunk(i, NEW.objectNode().put("content", piece), ""));
            }
            if (!said.toolCalls().isEmpty()) {
                ObjectNode delta = NEW.objectNode();
                delta.set("tool_calls", calls(said));
                events.add(chunk(i, delta, ""));
            }
            events.add(chunk(i, NEW.objectNode(), reason(said)));
        }
        ObjectNode last = envelope("chat.completion.chunk");
        last.putArray("choices");
        last.set("usage", usage(said.usage()));
        events.add(event(last));
        events.add("data: [DONE]\n\n");
        return events;
    }

    @Override
    public Reply failure(int status, String code, String message) {
        ObjectNode body = NEW.objectNode();
        body.putObject("error").put("message", message).put("type", "test_error").put("code", code);
        return Reply.json(status, body.toString());
    }

    @Override
    public String failureEvent(String message) {
        ObjectNode body = NEW.objectNode();
        body.putObject("error").put("message", message).put("code", 500);
        return event(body);
    }

    @Override
    public String keepAlive() {
        return ": still here\n\n";
    }

    @Override
    public String model(ReceivedRequest request) {
        return body(request).path("model").asText();
    }

    @Override
    public Optional<String> key(ReceivedRequest request) {
        return request.header("authorization").map(value -> value.replaceFirst("^Bearer ", ""));
    }

    @Override
    public String prompt(ReceivedRequest request) {
        JsonNode messages = body(request).path("messages");
        JsonNode content = messages.path(messages.size() - 1).path("content");
        return content.isTextual() ? content.asText() : content.path(0).path("text").asText();
    }

    @Override
    public List<String> tools(ReceivedRequest request) {
        return body(request).path("tools").findValuesAsText("name");
    }

    @Override
    public int choices(ReceivedRequest request) {
        return body(request).path("n").asInt(1);
    }

    @Override
    public boolean streamed(ReceivedRequest request) {
        return body(request).path("stream").asBoolean();
    }

    /// Whether a request is one of OpenAI's API at all.
    boolean understands(ReceivedRequest request) {
        try {
            return body(request).path("model").isTextual();
        } catch (AssertionError _) {
            return false;
        }
    }

    private static JsonNode body(ReceivedRequest request) {
        return Json.read(request.text());
    }

    private static String chunk(int index, ObjectNode delta, String reason) {
        ObjectNode chunk = envelope("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        if (reason.isEmpty()) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", reason);
        }
        return event(chunk);
    }

    private static String event(ObjectNode json) {
        return "data: " + json + "\n\n";
    }

    private static ObjectNode envelope(String object) {
        return NEW.objectNode()
                .put("id", "chatcmpl-1")
                .put("object", object)
                .put("created", 1_795_392_000)
                .put("model", "answering-model");
    }

    private static ArrayNode calls(Said said) {
        ArrayNode calls = NEW.arrayNode();
        for (ToolCall call : said.toolCalls()) {
            ObjectNode json = calls.addObject().put("index", calls.size() - 1);
            json.put("id", call.id()).put("type", "function");
            json.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        }
        return calls;
    }

    private static String reason(Said said) {
        if (said.cut()) {
            return "length";
        }
        return said.toolCalls().isEmpty() ? "stop" : "tool_calls";
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = NEW.objectNode()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.totalTokens());
        json.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.cachedTokens())
                .put("cache_write_tokens", usage.cacheWriteTokens());
        json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return json;
    }
}
