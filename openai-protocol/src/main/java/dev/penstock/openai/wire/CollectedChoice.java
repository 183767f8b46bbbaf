package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One choice of a completion that is put together from its chunks. Not safe for concurrent use.
final class CollectedChoice {
    private final ObjectNode choice = JsonNodeFactory.instance.objectNode();
    private final ObjectNode message;
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final List<CollectedCall> calls = new ArrayList<>();
    private CallPieces pieces = new CallPieces();
    private @Nullable StringBuilder plain;

    CollectedChoice(int index) {
        message = choice.put("index", index).putObject("message");
        begin();
    }

    /// @throws StreamCollector.OddChunkException if the piece has a shape of which nothing can be made
    void add(JsonNode piece) {
        piece.properties().forEach(member -> {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "index" -> {
                    // this one's place, given already
                }
                case "delta" -> addDelta(value, "delta");
                case "message" -> replace(value);
                case "text" -> addText(value);
                case "logprobs" -> addLogprobs(value);
                default -> StreamCollector.keepLast(choice, member.getKey(), value);
            }
        });
    }

    /// The choice as a whole completion has it.
    ObjectNode whole() {
        if (plain != null) {
            choice.remove("message");
            return choice.put("text", plain.toString());
        }
        texts.forEach((name, text) -> message.put(name, text.toString()));
        if (!calls.isEmpty()) {
            ArrayNode all = message.putArray("tool_calls");
            calls.stream()
                    .sorted(Comparator.comparingInt(CollectedCall::index))
                    .forEach(call -> all.add(call.whole()));
        }
        return choice;
    }

    /// What completions of texts have instead of messages.
    private void addText(JsonNode more) {
        if (plain == null) {
            plain = new StringBuilder();
        }
        plain.append(StreamCollector.text(more, "text"));
    }

    private void begin() {
        message.removeAll();
        message.put("role", "assistant").putNull("content");
        texts.clear();
        calls.clear();
        pieces = new CallPieces();
    }

    /// Some upstreams send the whole message in the end, which then stands for all its deltas.
    private void replace(JsonNode whole) {
        if (!StreamCollector.isNothing(whole) && !StreamCollector.object(whole, "message").isEmpty()) {
            begin();
            addDelta(whole, "message");
        }
    }

    private void addDelta(JsonNode delta, String what) {
        if (StreamCollector.isNothing(delta)) {
            return;
        }
        StreamCollector.object(delta, what).properties().forEach(member -> {
            if (member.getKey().equals("tool_calls")) {
                pieces.nextDelta();
                StreamCollector.elements(member.getValue(), "tool_calls").forEach(this::addCall);
            } else {
                join(member.getKey(), member.getValue());
            }
        });
    }

    private void addCall(JsonNode piece) {
        StreamCollector.object(piece, "tool_calls");
        CallPieces.Call call = pieces.add(piece);
        if (call.number() == calls.size()) {
            calls.add(new CollectedCall(call));
        }
        calls.get(call.number()).add(piece);
    }

    private void join(String name, JsonNode value) {
        JsonNode soFar = message.path(name);
        if (name.equals("role")) {
            if (!value.asText("").isEmpty()) {
                message.set(name, value);
            }
        } else if (value.isTextual()) {
            texts.computeIfAbsent(name, _ -> new StringBuilder()).append(value.asText());
        } else if (value instanceof ArrayNode more && soFar instanceof ArrayNode array) {
            array.addAll(more);
        } else if (value.isNull()) {
            StreamCollector.keepLast(message, name, value);
        } else {
            texts.remove(name);
            message.set(name, value);
        }
    }

    private void addLogprobs(JsonNode more) {
        if (!(choice.path("logprobs") instanceof ObjectNode soFar)) {
            StreamCollector.keepLast(choice, "logprobs", StreamCollector.isNothing(more)
                    ? more
                    : StreamCollector.object(more, "logprobs"));
            return;
        }
        if (StreamCollector.isNothing(more)) {
            return;
        }
        StreamCollector.object(more, "logprobs").properties().forEach(member -> {
            if (member.getValue() instanceof ArrayNode list
                    && soFar.path(member.getKey()) instanceof ArrayNode known) {
                known.addAll(list);
            } else {
                StreamCollector.keepLast(soFar, member.getKey(), member.getValue());
            }
        });
    }
}
