package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.OddEventException;
import dev.penstock.openai.wire.ToolMapping;
import dev.penstock.openai.wire.ToolNames;

/// The tool calls of one answer, with the names that the client knows and ids that are new in its conversation. Not safe for
/// concurrent use.
final class AnswerCalls {
    private final ToolNames names;
    private final AnswerCallIds ids;

    /// @param tools of the request
    /// @param core letters and digits that no other answer has
    AnswerCalls(ToolMapping tools, String core) {
        this.names = tools.names();
        this.ids = AnswerCallIds.any(tools.ids().known(), core);
    }

    /// A `tool_use` → a chat's call. To be asked once for each.
    ///
    /// @throws OddEventException if it names no tool
    ObjectNode call(JsonNode block, String arguments) {
        if (text(block, "name").isEmpty()) {
            throw new OddEventException("sent a tool call without a name");
        }
        ObjectNode call = object().put("id", ids.next(text(block, "id"))).put("type", "function");
        call.putObject("function").put("name", names.client(text(block, "name"))).put("arguments", arguments);
        return call;
    }

    /// The `input` of a `tool_use` → a chat's arguments.
    ///
    /// @throws OddEventException if it is not an object
    static String arguments(JsonNode input) {
        return CallArguments.input(input)
                .map(CarriedJson::text)
                .orElseThrow(() -> new OddEventException("sent a tool call whose input is not an object"));
    }
}
