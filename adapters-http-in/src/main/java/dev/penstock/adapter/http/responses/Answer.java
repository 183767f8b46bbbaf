package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CarriedJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of one answer: chunks of a chat completion → output items and the events that tell them.
///
/// Thought and text come one after the other, and either ends the other. Calls may go on side by side. Of several
/// choices only the first counts, for a request cannot ask for more.
final class Answer {
    private final Frame frame;
    private final Events events;
    private final Output output;
    private final Calls calls;
    private final boolean summaries;
    private final boolean sealed;
    private @Nullable ReasoningItem reasoning;
    private @Nullable MessageItem message;
    private String model;
    private boolean begun;

    /// @param summaries whether reasoning is told as a summary
    /// @param sealed whether reasoning items hold what the next turn needs
    Answer(Frame frame, ToolSet tools, boolean summaries, boolean sealed, Events events) {
        this.frame = frame;
        this.events = events;
        this.output = new Output(frame.core(), events);
        this.calls = new Calls(output, tools,
                AnswerCallIds.restricted(tools.ids().known(), frame.core()));
        this.summaries = summaries;
        this.sealed = sealed;
        this.model = frame.model();
    }

    void chunk(JsonNode chunk) {
        String told = CarriedJson.text(chunk, "model");
        model = told.isEmpty() ? model : told;
        begin();
        for (JsonNode choice : chunk.path("choices")) {
            if (choice.path("index").asInt() == 0) {
                delta(choice.path("delta"));
            }
        }
    }

    /// @return the response, which is completed or incomplete
    ObjectNode end(ChatEnd end) {
        begin();
        String why = switch (end.reason()) {
            case LENGTH, CONTEXT_WINDOW -> "max_output_tokens"; // the API has no word for the window
            case CONTENT_FILTER -> "content_filter";
            case STOP, TOOL_CALLS, OTHER -> "";
        };
        String status = why.isEmpty() ? "completed" : "incomplete";
        close(status);
        JsonNode details = why.isEmpty()
                ? CarriedJson.NODES.nullNode()
                : CarriedJson.object().put("reason", why);
        ObjectNode response = frame.response(status, CarriedJson.NODES.nullNode(), details, model,
                output.items());
        response.set("usage", end.usage().map(Answer::usage).orElseGet(CarriedJson.NODES::nullNode));
        events.event("response." + status, CarriedJson.object().set("response", response));
        return response;
    }

    void fail(ErrorAnswer error) {
        begin();
        ObjectNode response = frame.response("failed", FailureCode.error(error), CarriedJson.NODES.nullNode(),
                model,
                output.items());
        response.putNull("usage");
        events.event("response.failed", CarriedJson.object().set("response", response));
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        for (String event : new String[]{"response.created", "response.in_progress"}) {
            ArrayNode nothing = CarriedJson.NODES.arrayNode();
            events.event(event, CarriedJson.object()
                    .set("response",
                            frame.response("in_progress", CarriedJson.NODES.nullNode(),
                                    CarriedJson.NODES.nullNode(),
                                    model, nothing)));
        }
    }

    private void delta(JsonNode delta) {
        String thought = CarriedJson.text(delta, "reasoning_content");
        thought = thought.isEmpty() ? CarriedJson.text(delta, "reasoning") : thought;
        if (!thought.isEmpty()) {
            reasoning().text(thought);
        }
        if (!delta.path("reasoning_details").isEmpty()) {
            reasoning().details(delta.path("reasoning_details"));
        }
        String text = CarriedJson.text(delta, "content");
        if (!text.isEmpty()) {
            message().text(text);
        }
        String refusal = CarriedJson.text(delta, "refusal");
        if (!refusal.isEmpty()) {
            message().refusal(refusal);
        }
        if (!delta.path("tool_calls").isEmpty()) {
            closeReasoning();
            closeMessage();
            calls.take(delta.path("tool_calls"));
        }
    }

    private ReasoningItem reasoning() {
        closeMessage();
        ReasoningItem open = reasoning;
        if (open == null) {
            open = new ReasoningItem(output, summaries, sealed);
            reasoning = open;
        }
        return open;
    }

    private MessageItem message() {
        closeReasoning();
        MessageItem open = message;
        if (open == null) {
            open = new MessageItem(output);
            message = open;
        }
        return open;
    }

    private void close(String status) {
        List<OpenItem> open = new ArrayList<>(calls.all());
        if (reasoning != null) {
            open.add(reasoning);
        }
        if (message != null) {
            open.add(message);
        }
        open.sort(Comparator.comparingInt(OpenItem::index));
        open.forEach(item -> item.close(status));
        reasoning = null;
        message = null;
    }

    private void closeReasoning() {
        if (reasoning != null) {
            reasoning.close("completed");
            reasoning = null;
        }
    }

    private void closeMessage() {
        if (message != null) {
            message.close("completed");
            message = null;
        }
    }

    private static JsonNode usage(Usage usage) {
        ObjectNode json = CarriedJson.object().put("input_tokens", usage.promptTokens());
        json.putObject("input_tokens_details")
                .put("cached_tokens", usage.cachedTokens())
                .put("cache_write_tokens", usage.cacheWriteTokens());
        json.put("output_tokens", usage.completionTokens());
        json.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return json.put("total_tokens", usage.totalTokens());
    }
}
