package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.testkit.Said;
import dev.penstock.testkit.ToolCall;
import dev.penstock.testkit.UpstreamSpeech;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A server that speaks Ollama's own API.
final class OllamaSpeech implements UpstreamSpeech {
    @Override
    public Reply whole(Said said) {
        ObjectNode line = line(said.whole());
        calls(said, line);
        end(said, line);
        return Reply.json(200, line.toString());
    }

    @Override
    public Reply streamHead() {
        return Reply.head(200, "Content-Type: application/x-ndjson");
    }

    @Override
    public List<String> events(Said said) {
        List<String> lines = new ArrayList<>();
        String opening = keepAlive();
        for (String piece : said.pieces()) {
            lines.add(opening + line(piece) + "\n");
            opening = "";
        }
        if (!said.toolCalls().isEmpty()) {
            ObjectNode calling = line("");
            calls(said, calling);
            lines.add(calling + "\n");
        }
        ObjectNode last = line("");
        end(said, last);
        lines.add(last + "\n");
        return lines;
    }

    /// @param code is not told: an error is no more than a text
    @Override
    public Reply failure(int status, String code, String message) {
        return Reply.json(status, CarriedJson.object().put("error", message).toString());
    }

    @Override
    public String failureEvent(String message) {
        return CarriedJson.object().put("error", message) + "\n";
    }

    @Override
    public String keepAlive() {
        return line("") + "\n";
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
        return messages.path(messages.size() - 1).path("content").asText();
    }

    @Override
    public List<String> tools(ReceivedRequest request) {
        return body(request).path("tools").findValuesAsText("name");
    }

    @Override
    public int choices(ReceivedRequest request) {
        return 1;
    }

    /// The API streams unless it is told not to.
    @Override
    public boolean streamed(ReceivedRequest request) {
        return body(request).path("stream").asBoolean(true);
    }

    @Override
    public Optional<Usage> told(Usage usage) {
        return Optional
                .of(new Usage(usage.promptTokens(), usage.cachedTokens(), 0, usage.completionTokens(), 0,
                        usage.promptTokens() + usage.completionTokens(), Optional.empty()));
    }

    private static JsonNode body(ReceivedRequest request) {
        return CarriedJson.parsed(request.text()).orElseThrow();
    }

    private static ObjectNode line(String content) {
        ObjectNode line = CarriedJson.object()
                .put("model", "answering-model")
                .put("created_at", "2026-11-23T00:00:00.123456789Z");
        line.putObject("message").put("role", "assistant").put("content", content);
        return line.put("done", false);
    }

    private static void calls(Said said, ObjectNode line) {
        ArrayNode calls = line.arrayNode();
        for (ToolCall call : said.toolCalls()) {
            calls.addObject()
                    .putObject("function")
                    .put("name", call.name())
                    .set("arguments", CarriedJson.parsed(call.arguments()).orElseThrow());
        }
        if (!calls.isEmpty()) {
            line.withObject("/message").set("tool_calls", calls);
        }
    }

    private static void end(Said said, ObjectNode line) {
        line.put("done", true)
                .put("done_reason", said.cut() ? "length" : "stop")
                .put("total_duration", 5_191_566_416L)
                .put("prompt_eval_count", said.usage().promptTokens())
                .put("prompt_eval_cached_count", said.usage().cachedTokens())
                .put("eval_count", said.usage().completionTokens());
    }
}
