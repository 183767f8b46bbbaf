package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ToolResultOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The items of a conversation → the messages of a chat request. One assistant's turn may be several items here and is
/// one message there: its text, its reasoning and its calls, with the calls' results right behind.
final class InputItems {
    /// What is left behind by tools that other servers run, which cannot be told to a chat model and whose results went
    /// into the text that follows; and what brings tools, which [ToolSet] takes.
    private static final Set<String> PASSED_OVER = Set.of("web_search_call", "file_search_call",
            "code_interpreter_call", "image_generation_call", "mcp_call", "mcp_list_tools",
            "mcp_approval_request", "mcp_approval_response", "tool_search_call", "tool_search_output",
            "ghost_snapshot", ToolSet.ADDITIONAL_TOOLS);

    private static final Set<String> COMPACTED = Set.of("compaction", "compaction_summary",
            "context_compaction");

    private final ArrayNode messages = CarriedJson.NODES.arrayNode();
    private final ArrayNode shown = CarriedJson.NODES.arrayNode();
    private final ToolSet tools;
    private Thought thought = new Thought("", List.of());
    private @Nullable ObjectNode assistant;

    /// @param tools of the request; takes in the calls of the conversation
    InputItems(ToolSet tools) {
        this.tools = tools;
    }

    /// Instructions come first and are followed by what the client's first items say as `system` or `developer`, in one
    /// message: many chat templates allow one, and that in front.
    void instruct(String text) {
        boolean follows = messages.size() == 1 && CarriedJson.text(messages.get(0), "role").equals("system")
                && messages.get(0).path("content").isTextual();
        if (follows) {
            ObjectNode first = (ObjectNode) messages.get(0);
            first.put("content", CarriedJson.text(first, "content") + "\n\n" + text);
        } else {
            messages.addObject().put("role", "system").put("content", text);
        }
    }

    /// @param param where it stands, for error messages
    void add(String param, JsonNode item) {
        String type = CarriedJson.text(item, "type");
        if (!type.endsWith("_output") && !shown.isEmpty()) {
            showOutputs();
        }
        switch (type) {
            case "", "message" -> message(param, item);
            case "reasoning" -> thought = thought.then(Thought.of(item));
            case "function_call" -> call(param, item, CallArguments.objectText(item.path("arguments")));
            case "custom_tool_call" ->
                call(param, item, CustomTool.arguments(CarriedJson.text(item, "input")));
            case "function_call_output", "custom_tool_call_output" -> output(param, item);
            default -> {
                if (COMPACTED.contains(type)) {
                    compacted(param, item);
                } else if (type.equals("compaction_trigger")) {
                    throw Invalid.unsupported(param + ".type", "'" + param
                            + ".type' is 'compaction_trigger': the model that answers cannot compact a conversation;"
                            + " ask it for a summary in a message instead.");
                } else if (!PASSED_OVER.contains(type)) {
                    throw Invalid.unsupported(param + ".type", "'" + param + ".type' is '" + type
                            + "', which cannot be told to a chat model.");
                }
            }
        }
    }

    /// All messages; call it when all items are in.
    ArrayNode messages() {
        if (!shown.isEmpty()) {
            showOutputs();
        }
        return ToolResultOrder.ordered(messages);
    }

    /// A compacted history that is written in plain text is told by the user. Most are encrypted by the server that made
    /// them. An item without either is a mark that there was a compaction.
    private void compacted(String param, JsonNode item) {
        for (String member : new String[]{"summary", "content", "text"}) {
            if (CarriedJson.has(item, member)) {
                closeTurn();
                messages.addObject()
                        .put("role", "user")
                        .set("content",
                                Content.read(param + "." + member, item.path(member)).chat("\n"));
                return;
            }
        }
        if (!CarriedJson.text(item, "encrypted_content").isEmpty()) {
            throw Invalid.unsupported(param + ".type", "'" + param + "' is a compacted history of type '"
                    + CarriedJson.text(item, "type")
                    + "', which only the server that made it can read. Go on with a"
                    + " model of that server, or begin a new conversation.");
        }
    }

    private void message(String param, JsonNode item) {
        Content content = Content.read(param + ".content", item.path("content"));
        switch (CarriedJson.text(item, "role")) {
            case "system", "developer" -> {
                closeTurn();
                if (content.others().isEmpty()) {
                    instruct(content.text("\n"));
                } else {
                    messages.addObject().put("role", "system").set("content", content.chat("\n"));
                }
            }
            case "user" -> {
                closeTurn();
                messages.addObject().put("role", "user").set("content", content.chat("\n"));
            }
            case "assistant" -> say(content.text(""));
            default -> throw Invalid.value(param + ".role",
                    "'" + param + ".role' has to be 'user', 'assistant', 'system' or 'developer'.");
        }
    }

    /// Nothing may stand between calls and their results, so what is said between them joins the calls' message.
    private void say(String text) {
        ObjectNode turn = assistant;
        if (turn != null && turn.has("tool_calls")) {
            String before = CarriedJson.text(turn, "content");
            turn.put("content", before.isEmpty() ? text : before + "\n\n" + text);
        } else {
            newTurn().put("content", text);
        }
    }

    private void call(String param, JsonNode item, String arguments) {
        String id = CarriedJson.text(item, "call_id");
        if (id.isEmpty()) {
            throw Invalid.missing(param + ".call_id", "a call has an id that its output refers to.");
        }
        ObjectNode turn = assistant;
        if (turn == null || (!thought.isEmpty() && !turn.has("tool_calls"))) {
            turn = newTurn();
        } else if (!thought.isEmpty()) {
            thoughtOf(turn).then(thought).addTo(turn);
            thought = new Thought("", List.of());
        }
        ArrayNode calls = turn.get("tool_calls") instanceof ArrayNode known
                ? known
                : turn.putArray("tool_calls");
        calls.addObject()
                .put("id", tools.ids().call(id))
                .put("type", "function")
                .putObject("function")
                .put("name", tools.flatName(item))
                .put("arguments", arguments);
    }

    private static Thought thoughtOf(ObjectNode turn) {
        List<ObjectNode> details = new ArrayList<>();
        turn.path("reasoning_details").forEach(detail -> details.add((ObjectNode) detail));
        return new Thought(CarriedJson.text(turn, "reasoning_content"), details);
    }

    private void output(String param, JsonNode item) {
        String id = CarriedJson.text(item, "call_id");
        if (id.isEmpty()) {
            throw Invalid.missing(param + ".call_id", "an output says which call it is of.");
        }
        tools.ids().endTurn();
        assistant = null;
        JsonNode output = item.path("output");
        boolean plain = output.isObject()
                || (output.isValueNode() && !output.isTextual() && !output.isNull());
        Content content = Content.read(param + ".output",
                plain ? CarriedJson.NODES.textNode(CarriedJson.text(output)) : output);
        messages.addObject()
                .put("role", "tool")
                .put("tool_call_id", tools.ids().result(id))
                .put("content", content.text("\n"));
        shown.addAll(content.onlyOthers());
    }

    /// Tools answer with text in a chat request; the images that they return are shown by the user, behind all outputs.
    private void showOutputs() {
        messages.addObject().put("role", "user").set("content", shown.deepCopy());
        shown.removeAll();
    }

    private ObjectNode newTurn() {
        ObjectNode turn = messages.addObject().put("role", "assistant").put("content", "");
        thought.addTo(turn);
        thought = new Thought("", List.of());
        assistant = turn;
        return turn;
    }

    /// What was thought and not acted upon leads nowhere.
    private void closeTurn() {
        tools.ids().endTurn();
        assistant = null;
        thought = new Thought("", List.of());
    }
}
