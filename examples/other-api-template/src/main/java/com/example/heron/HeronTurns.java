package com.example.heron;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.MessageText;
import dev.penstock.openai.wire.ToolResultOrder;
import java.util.HashMap;
import java.util.Map;

/// Chat messages → turns, one for one, with the answers of functions right behind their calls. Heron knows no ids of calls: what a function answered is told with its name.
final class HeronTurns {
    private final ArrayNode turns = CarriedJson.NODES.arrayNode();
    private final Map<String, String> functions = new HashMap<>();

    private HeronTurns() {}

    static ArrayNode of(JsonNode messages) {
        HeronTurns conversation = new HeronTurns();
        for (int i : ToolResultOrder.of(messages)) {
            conversation.add(messages.path(i), "messages[" + i + "]");
        }
        return conversation.turns;
    }

    private void add(JsonNode message, String where) {
        ObjectNode turn = turns.addObject();
        switch (text(message, "role")) {
            case "system", "developer", "user" -> turn.put("who", "user");
            case "assistant" -> calls(message.path("tool_calls"), turn.put("who", "bot"));
            case "tool" -> turn.put("who", "tool")
                    .put("name", functions.getOrDefault(text(message, "tool_call_id"), ""));
            default -> throw Invalid.field(where + ".role", "Heron has no such role.");
        }
        turn.put("says", MessageText.of(message.path("content"), where + ".content", "Heron"));
    }

    private void calls(JsonNode calls, ObjectNode turn) {
        for (JsonNode call : calls) {
            JsonNode function = call.path("function");
            functions.put(text(call, "id"), text(function, "name"));
            turn.withArray("calls")
                    .addObject()
                    .put("name", text(function, "name"))
                    .set("with", CallArguments.object(function.path("arguments")));
        }
    }
}
