package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One tool call that is put together from its fragments. Not safe for concurrent use.
final class CollectedCall {
    private final ObjectNode call = JsonNodeFactory.instance.objectNode();
    private final ObjectNode function;
    private final CallPieces.Call pieces;

    CollectedCall(CallPieces.Call pieces) {
        this.pieces = pieces;
        call.put("index", pieces.index()).put("id", "").put("type", "function");
        function = call.putObject("function").put("name", "").put("arguments", "");
    }

    int index() {
        return pieces.index();
    }

    /// @throws StreamCollector.OddChunkException if the fragment has a shape of which nothing can be made
    void add(JsonNode fragment) {
        fragment.properties().forEach(member -> {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "index" -> {
                    // this one's place, given already
                }
                case "id" -> keepFirst(call, "id", value);
                case "type" -> keepWord(call, "type", value);
                case "function" -> addFunction(value);
                default -> StreamCollector.keepLast(call, member.getKey(), value);
            }
        });
    }

    /// The call as a whole completion has it; a function without parameters gets an empty object.
    ObjectNode whole() {
        function.put("arguments", pieces.length() == 0 ? "{}" : pieces.arguments());
        return call;
    }

    private void addFunction(JsonNode fragment) {
        if (StreamCollector.isNothing(fragment)) {
            return;
        }
        StreamCollector.object(fragment, "function").properties().forEach(member -> {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "name" -> keepFirst(function, "name", value);
                case "arguments" -> StreamCollector.text(value, "arguments"); // the pieces join them
                default -> StreamCollector.keepLast(function, member.getKey(), value);
            }
        });
    }

    /// Later fragments repeat ids and names as null or "", which both mean "unchanged".
    private static void keepFirst(ObjectNode target, String name, JsonNode value) {
        if (target.path(name).asText().isEmpty()) {
            keepWord(target, name, value);
        }
    }

    private static void keepWord(ObjectNode target, String name, JsonNode value) {
        String word = StreamCollector.text(value, name);
        if (!word.isEmpty()) {
            target.put(name, word);
        }
    }
}
