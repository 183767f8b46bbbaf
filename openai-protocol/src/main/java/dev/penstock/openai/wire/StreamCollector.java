package dev.penstock.openai.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/// Chunks → one whole completion, for clients that want no stream from upstreams that offer nothing else.
///
/// Texts are joined, tool calls are put together by their index, and what is not known here is kept, the last value
/// winning. Not safe for concurrent use.
public final class StreamCollector {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode completion = NODES.objectNode();
    private final Map<Integer, ObjectNode> choices = new TreeMap<>();

    /// Adds the next chunk.
    public void add(ChatChunk chunk) {
        try {
            JsonNode json = MAPPER.readTree(chunk.json().toBytes());
            json.properties().forEach(member -> {
                if (!member.getKey().equals("choices")
                        && !(member.getValue().isNull() && completion.has(member.getKey()))) {
                    completion.set(member.getKey(), member.getValue());
                }
            });
            json.path("choices").forEach(this::addChoice);
        } catch (IOException e) {
            throw new UncheckedIOException("a chunk that was relayed is JSON", e);
        }
    }

    /// The completion of what was added.
    public JsonText completion() {
        completion.put("object", "chat.completion");
        ArrayNode all = completion.putArray("choices");
        choices.values().forEach(choice -> {
            JsonNode calls = choice.path("message").path("tool_calls");
            calls.forEach(call -> emptyArgumentsToObject((ObjectNode) call));
            all.add(choice);
        });
        try {
            return JsonText.owning(MAPPER.writeValueAsBytes(completion));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }

    private void addChoice(JsonNode piece) {
        int index = piece.path("index").asInt(0);
        ObjectNode choice = choices.computeIfAbsent(index, fresh -> {
            ObjectNode made = NODES.objectNode().put("index", fresh);
            made.putObject("message").put("role", "assistant").putNull("content");
            return made;
        });
        piece.properties().forEach(member -> {
            if (!member.getKey().equals("delta")
                    && !(member.getValue().isNull() && choice.has(member.getKey()))) {
                choice.set(member.getKey(), member.getValue());
            }
        });
        ObjectNode message = (ObjectNode) choice.path("message");
        piece.path("delta").properties().forEach(member -> {
            if (member.getKey().equals("tool_calls")) {
                member.getValue().forEach(call -> addCall(message, call));
            } else {
                join(message, member.getKey(), member.getValue());
            }
        });
    }

    private static void addCall(ObjectNode message, JsonNode piece) {
        if (!(message.get("tool_calls") instanceof ArrayNode)) {
            message.putArray("tool_calls");
        }
        ArrayNode calls = (ArrayNode) message.get("tool_calls");
        int index = piece.path("index").asInt(Math.max(0, calls.size() - 1));
        ObjectNode call = null;
        for (JsonNode known : calls) {
            if (known.path("index").asInt() == index) {
                call = (ObjectNode) known;
            }
        }
        if (call == null) {
            call = calls.addObject().put("index", index).put("id", "").put("type", "function");
            call.putObject("function").put("name", "").put("arguments", "");
        }
        keepFirst(call, "id", piece.path("id"));
        keepFirst(call, "type", piece.path("type"));
        ObjectNode function = (ObjectNode) call.path("function");
        keepFirst(function, "name", piece.path("function").path("name"));
        JsonNode arguments = piece.path("function").path("arguments");
        if (arguments.isTextual()) {
            function.put("arguments", function.path("arguments").asText() + arguments.asText());
        }
    }

    /// Later deltas repeat ids and names as null or "", which both mean "unchanged".
    private static void keepFirst(ObjectNode target, String name, JsonNode value) {
        if (value.isTextual() && !value.asText().isEmpty()
                && (target.path(name).asText().isEmpty() || name.equals("type"))) {
            target.put(name, value.asText());
        }
    }

    private static void join(ObjectNode message, String name, JsonNode value) {
        JsonNode soFar = message.path(name);
        if (value.isTextual() && soFar.isTextual() && !name.equals("role")) {
            message.put(name, soFar.asText() + value.asText());
        } else if (value.isArray() && soFar.isArray()) {
            ((ArrayNode) soFar).addAll((ArrayNode) value);
        } else if (!value.isNull() || soFar.isMissingNode()) {
            if (!(name.equals("role") && value.asText().isEmpty())) {
                message.set(name, value);
            }
        }
    }

    private static void emptyArgumentsToObject(ObjectNode call) {
        ObjectNode function = (ObjectNode) call.path("function");
        if (function.path("arguments").asText().isEmpty()) {
            function.put("arguments", "{}");
        }
    }
}
