package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CallPieces;
import java.util.ArrayList;
import java.util.List;

/// The calls of one answer. Not safe for concurrent use.
final class Calls {
    private final Output output;
    private final ToolSet tools;
    private final AnswerCallIds ids;
    private final CallPieces pieces = new CallPieces();
    private final List<CallItem> all = new ArrayList<>();

    /// @param ids gives each call its id for the client
    Calls(Output output, ToolSet tools, AnswerCallIds ids) {
        this.output = output;
        this.tools = tools;
        this.ids = ids;
    }

    /// Takes the `tool_calls` of a chunk. A call that is whole is done when the next one begins; others may go on side by
    /// side.
    ///
    /// @throws dev.penstock.domain.failure.UpstreamException if the arguments of a call go on behind their end
    void take(JsonNode fragments) {
        pieces.nextDelta();
        for (JsonNode fragment : fragments) {
            CallPieces.Call call = pieces.add(fragment);
            if (call.number() == all.size()) {
                all.stream().filter(CallItem::isWhole).forEach(item -> item.close("completed"));
                all.add(new CallItem(output, tools, ids, call));
            }
            all.get(call.number()).more();
        }
    }

    List<CallItem> all() {
        return all;
    }
}
