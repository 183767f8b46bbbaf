package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.Untellable;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CallPieces;
import dev.penstock.openai.wire.CarriedJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call of a function or of a custom tool, put together from fragments.
///
/// It is announced once its name is known and its id, too; an upstream that begins with the arguments is not waited for,
/// and gets an id of the gateway's making.
final class CallItem implements OpenItem {
    private final Output output;
    private final ToolSet tools;
    private final AnswerCallIds ids;
    private final CallPieces.Call call;
    private String clientId = "";
    private ToolSet.Tool tool = new ToolSet.Tool("", "", false);
    private InputText input = new InputText();
    private Output.@Nullable Slot slot;
    private String arguments = "";
    private int told;
    private boolean closed;

    /// @param ids gives the call its id for the client
    /// @param call as far as it has arrived
    CallItem(Output output, ToolSet tools, AnswerCallIds ids, CallPieces.Call call) {
        this.call = call;
        this.output = output;
        this.tools = tools;
        this.ids = ids;
    }

    /// Tells what has arrived since the last time.
    ///
    /// @throws dev.penstock.domain.failure.UpstreamException if the arguments go on behind their end
    void more() {
        if (slot == null && !call.name().isEmpty() && !(call.id().isEmpty() && call.length() == 0)) {
            announce();
        }
        if (call.isOverrun() && (!tool.custom() || closed || input.hasBegun())) {
            throw odd("that go on behind their end");
        }
        if (slot != null && !closed) {
            tell(slot);
        }
    }

    /// Whether its arguments are a JSON object.
    boolean isWhole() {
        return call.isWhole() && !call.isOverrun()
                && CarriedJson.parsed(call.arguments()).filter(JsonNode::isObject).isPresent();
    }

    @Override
    public int index() {
        return slot == null ? Integer.MAX_VALUE : slot.index();
    }

    @Override
    public void close(String status) {
        if (closed || (call.id().isEmpty() && call.name().isEmpty() && call.length() == 0)) {
            return;
        }
        if (call.name().isEmpty()) {
            if (status.equals("completed")) {
                throw Untellable.because("the upstream calls a tool without naming it");
            }
            return; // cut before its name
        }
        Output.Slot place = slot == null ? announce() : slot;
        arguments = call.arguments();
        if (tool.custom()) {
            delta(place, input.rest(arguments));
            place.event("response.custom_tool_call_input.done",
                    CarriedJson.object().put("input", input.text()));
        } else {
            Optional<ObjectNode> object = call.input();
            if (object.isEmpty() && status.equals("completed")) {
                throw odd(call.isObject() && !call.isWhole()
                        ? "that stop in the middle"
                        : "that are no JSON object");
            }
            if (object.isPresent() && !call.isObject() && status.equals("completed")) {
                arguments = "{}"; // a tool without parameters
            }
            delta(place, arguments.substring(told));
            place.event("response.function_call_arguments.done",
                    CarriedJson.object().put("name", tool.name()).put("arguments", arguments));
        }
        closed = true;
        place.done(item(place, status));
    }

    private Output.Slot announce() {
        String name = call.name();
        tool = tools.called(name).orElseGet(() -> new ToolSet.Tool("", name, false));
        clientId = ids.next(call.id());
        Output.Slot place = output.open(tool.custom() ? "ctc" : "fc");
        slot = place;
        place.added(item(place, "in_progress"));
        tell(place);
        return place;
    }

    /// Arguments that do not begin like an object wait: they may be a `null` that means none.
    private void tell(Output.Slot place) {
        if (told < call.length() && (tool.custom() || call.isObject())) {
            String more = call.argumentsFrom(told);
            told = call.length();
            delta(place, tool.custom() ? input.more(more) : more);
        }
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
                : item.put("arguments", begun ? arguments : "");
    }

    private UpstreamException odd(String how) {
        return Untellable.because("the upstream calls the tool " + call.name() + " with arguments " + how);
    }
}
