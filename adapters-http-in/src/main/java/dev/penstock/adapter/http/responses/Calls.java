package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CarriedJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls of one answer. Fragments belong to a call by their index; some upstreams give none, and some use one twice.
final class Calls {
    private final Output output;
    private final ToolSet tools;
    private final AnswerCallIds ids;
    private final Map<Integer, CallItem> byIndex = new HashMap<>();
    private final List<CallItem> all = new ArrayList<>();
    private @Nullable CallItem last;

    /// @param ids gives each call its id for the client
    Calls(Output output, ToolSet tools, AnswerCallIds ids) {
        this.output = output;
        this.tools = tools;
        this.ids = ids;
    }

    void take(JsonNode fragment) {
        CallItem call = callOf(fragment);
        last = call;
        call.take(fragment);
    }

    List<CallItem> all() {
        return all;
    }

    private CallItem callOf(JsonNode fragment) {
        String id = CarriedJson.text(fragment, "id");
        boolean numbered = fragment.path("index").isInt();
        CallItem known = numbered ? byIndex.get(fragment.path("index").intValue()) : last;
        if (known != null && !known.isNot(id)) {
            return known;
        }
        CallItem fresh = begin();
        if (numbered) {
            byIndex.put(fragment.path("index").intValue(), fresh);
        }
        return fresh;
    }

    /// A call that is whole is done when the next one begins; others may go on side by side.
    private CallItem begin() {
        all.stream().filter(CallItem::isWhole).forEach(call -> call.close("completed"));
        CallItem fresh = new CallItem(output, tools, ids);
        all.add(fresh);
        return fresh;
    }
}
