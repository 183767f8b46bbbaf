package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CarriedJson;
import org.jspecify.annotations.Nullable;

/// A call of a function or of a custom tool, put together from fragments.
///
/// It is announced once its name is known and its id, too; an upstream that begins with the arguments is not waited for,
/// and gets an id of the gateway's making.
final class CallItem implements OpenItem {
    private final Output output;
    private final ToolSet tools;
    private final AnswerCallIds ids;
    private final StringBuilder arguments = new StringBuilder();
    private String id = "";
    private String clientId = "";
    private String name = "";
    private ToolSet.Tool tool = new ToolSet.Tool("", "", false);
    private InputText input = new InputText();
    private Output.@Nullable Slot slot;
    private boolean closed;

    /// @param ids gives the call its id for the client
    CallItem(Output output, ToolSet tools, AnswerCallIds ids) {
        this.output = output;
        this.tools = tools;
        this.ids = ids;
    }

    /// Takes a fragment. Ids and names come first, and what comes later, be it null, empty or repeated, changes nothing.
    void take(JsonNode fragment) {
        JsonNode function = fragment.path("function");
        id = id.isEmpty() ? CarriedJson.text(fragment, "id") : id;
        name = name.isEmpty() ? CarriedJson.text(function, "name") : name;
        String more = function.path("arguments").isObject()
                ? CarriedJson.text(function.path("arguments"))
                : CarriedJson.text(function, "arguments");
        if (closed) {
            return;
        }
        arguments.append(more);
        if (slot != null) {
            tell(slot, more);
        } else if (!name.isEmpty() && !(id.isEmpty() && arguments.isEmpty())) {
            announce();
        }
    }

    /// Whether another id would be another call's: this one wants nothing more.
    boolean isNot(String otherId) {
        return !id.isEmpty() && !otherId.isEmpty() && !id.equals(otherId) && isWhole();
    }

    /// Whether its arguments are a JSON object.
    boolean isWhole() {
        return CarriedJson.parsed(arguments.toString()).filter(JsonNode::isObject).isPresent();
    }

    @Override
    public int index() {
        return slot == null ? Integer.MAX_VALUE : slot.index();
    }

    @Override
    public void close(String status) {
        if (closed || (id.isEmpty() && name.isEmpty() && arguments.isEmpty())) {
            return;
        }
        Output.Slot place = slot == null ? announce() : slot;
        if (tool.custom()) {
            delta(place, input.rest(arguments.toString()));
            place.event("response.custom_tool_call_input.done",
                    CarriedJson.object().put("input", input.text()));
        } else {
            if (arguments.toString().isBlank() && status.equals("completed")) {
                arguments.append("{}"); // a tool without parameters
                delta(place, "{}");
            }
            place.event("response.function_call_arguments.done",
                    CarriedJson.object().put("name", tool.name()).put("arguments", arguments.toString()));
        }
        closed = true;
        place.done(item(place, status));
    }

    private Output.Slot announce() {
        tool = tools.called(name).orElseGet(() -> new ToolSet.Tool("", name, false));
        clientId = ids.next(id);
        Output.Slot place = output.open(tool.custom() ? "ctc" : "fc");
        slot = place;
        place.added(item(place, "in_progress"));
        tell(place, arguments.toString());
        return place;
    }

    private void tell(Output.Slot place, String more) {
        delta(place, tool.custom() ? input.more(more) : more);
    }

    private void delta(Output.Slot place, String more) {
        if (!more.isEmpty()) {
            place.event(tool.custom()
                    ? "response.custom_tool_call_input.delta"
                    : "response.function_call_arguments.delta", CarriedJson.object().put("delta", more));
        }
    }

    private ObjectNode item(Output.Slot place, String status) {
        ObjectNode item = CarriedJson.object()
                .put("id", place.id())
                .put("type", tool.custom() ? "custom_tool_call" : "function_call")
                .put("status", status)
                .put("call_id", clientId);
        if (!tool.namespace().isEmpty()) {
            item.put("namespace", tool.namespace());
        }
        item.put("name", tool.name());
        boolean begun = !status.equals("in_progress");
        return tool.custom()
                ? item.put("input", begun ? input.text() : "")
                : item.put("arguments", begun ? arguments.toString() : "");
    }
}
