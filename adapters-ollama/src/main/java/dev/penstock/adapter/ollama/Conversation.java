package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.ToolResultOrder;
import java.util.HashMap;
import java.util.Map;

/// Chat messages → messages of Ollama's, one for one. Answers of tools are told with the tool's name, which the call has.
final class Conversation {
    private final ArrayNode messages = NODES.arrayNode();
    private final Map<String, String> tools = new HashMap<>();

    private Conversation() {}

    static ArrayNode of(JsonNode messages) {
        Conversation conversation = new Conversation();
        for (int i : ToolResultOrder.of(messages)) {
            conversation.add(messages.path(i), "messages[" + i + "]");
        }
        return conversation.messages;
    }

    private void add(JsonNode message, String where) {
        switch (text(message, "role")) {
            case "system", "developer" -> say("system", message, where);
            case "user" -> say("user", message, where);
            case "assistant" -> assistant(message, where);
            case "tool" -> tool(message, where);
            default -> throw Invalid.field(where + ".role",
                    "'role' has to be 'system', 'developer', 'user', 'assistant' or 'tool'.");
        }
    }

    private ObjectNode say(String role, JsonNode message, String where) {
        ObjectNode said = object().put("role", role);
        Content.translate(message.path("content"), said, where + ".content");
        messages.add(said);
        return said;
    }

    private void assistant(JsonNode message, String where) {
        ObjectNode said = say("assistant", message, where);
        String thought = text(message, "reasoning_content").isEmpty()
                ? text(message, "reasoning")
                : text(message, "reasoning_content");
        if (!thought.isEmpty()) {
            said.put("thinking", thought);
        }
        ArrayNode calls = NODES.arrayNode();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(call(call, where + ".tool_calls"));
        }
        if (!calls.isEmpty()) {
            said.set("tool_calls", calls);
        }
    }

    private ObjectNode call(JsonNode call, String where) {
        JsonNode function = call.path("function");
        if (!function.isObject()) {
            throw Invalid.field(where, "Only calls of functions can be told to Ollama.");
        }
        String id = text(call, "id");
        tools.put(id, text(function, "name"));
        ObjectNode told = object();
        if (!id.isEmpty()) {
            told.put("id", id);
        }
        told.putObject("function")
                .put("name", text(function, "name"))
                .set("arguments", CallArguments.object(function.path("arguments")));
        return told;
    }

    private void tool(JsonNode message, String where) {
        ObjectNode answer = say("tool", message, where);
        String id = text(message, "tool_call_id");
        String name = tools.getOrDefault(id, text(message, "name"));
        if (!name.isEmpty()) {
            answer.put("tool_name", name);
        }
        if (!id.isEmpty()) {
            answer.put("tool_call_id", id);
        }
    }
}
