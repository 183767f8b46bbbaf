package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.ToolMapping;
import dev.penstock.openai.wire.ToolResultOrder;

/// Chat messages → `system` and `messages`.
///
/// The roles `system` and `developer` are said in `system`, wherever they stood. Neighbours of one role are one turn, in
/// which the answers of tools come first: that is where the API looks for them.
final class Conversation {
    private final ArrayNode system = NODES.arrayNode();
    private final ArrayNode turns = NODES.arrayNode();

    private final ToolMapping tools;

    private Conversation(ToolMapping tools) {
        this.tools = tools;
    }

    static void translate(JsonNode messages, ToolMapping tools, ObjectNode asked) {
        Conversation conversation = new Conversation(tools);
        for (int i : ToolResultOrder.of(messages)) {
            conversation.add(messages.path(i), "messages[" + i + "]");
        }
        conversation.trimTheEnd();
        if (!conversation.system.isEmpty()) {
            asked.set("system", conversation.system);
        }
        asked.set("messages", conversation.turns);
    }

    private void add(JsonNode message, String where) {
        String role = text(message, "role");
        if (!role.equals("assistant")) {
            tools.ids().endTurn();
        }
        switch (role) {
            case "system", "developer" -> system.addAll(texts(message, where + ".content"));
            case "user" -> turn("user", Content.of(message, where + ".content"));
            case "assistant" -> turn("assistant", AssistantTurn.of(message, tools, where));
            case "tool" -> answer(message, where);
            default -> throw Invalid.field(where + ".role",
                    "'role' has to be 'system', 'developer', 'user', 'assistant' or 'tool'.");
        }
    }

    private static ArrayNode texts(JsonNode message, String where) {
        ArrayNode blocks = Content.of(message, where);
        if (blocks.valueStream().anyMatch(block -> !text(block, "type").equals("text"))) {
            throw Invalid.field(where, "A system message can only be text.");
        }
        return blocks;
    }

    private void turn(String role, ArrayNode blocks) {
        if (!blocks.isEmpty()) { // the API refuses a turn in which nothing is said
            open(role).addAll(blocks);
        }
    }

    private void answer(JsonNode message, String where) {
        ArrayNode turn = open("user");
        int place = 0;
        while (text(turn.path(place), "type").equals("tool_result")) {
            place++;
        }
        turn.insert(place, ToolResult.of(message, tools.ids(), where));
    }

    /// The content of the last turn, if it is of that role, or of a new one.
    private ArrayNode open(String role) {
        JsonNode last = turns.path(turns.size() - 1);
        return text(last, "role").equals(role)
                ? last.withArray("/content")
                : turns.addObject().put("role", role).putArray("content");
    }

    /// What the assistant has begun to say, for the model to go on with, may not end in white space.
    private void trimTheEnd() {
        JsonNode last = turns.path(turns.size() - 1);
        if (text(last, "role").equals("assistant")
                && last.path("content").path(last.path("content").size() - 1) instanceof ObjectNode end
                && text(end, "type").equals("text")) {
            end.put("text", text(end, "text").stripTrailing());
        }
    }
}
