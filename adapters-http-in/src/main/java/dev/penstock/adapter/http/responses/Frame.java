package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;

/// A response object but for what the upstream tells: ids, times, and what the request asked for.
///
/// @param core what the ids of the response and its items have in common
/// @param createdAt seconds since 1970
/// @param stored whether the gateway keeps the response
/// @param tools as the response shows them
record Frame(String core, long createdAt, ObjectNode request, boolean stored, ArrayNode tools) {
    /// What is shown only if it was asked for.
    private static final String[] ECHOED = {"max_output_tokens", "previous_response_id", "reasoning", "text",
            "truncation", "user", "safety_identifier", "prompt_cache_key", "service_tier"};

    String id() {
        return "resp_" + core;
    }

    /// The model that was asked for; may be empty.
    String model() {
        return CarriedJson.text(request, "model");
    }

    /// @param status `in_progress` or how it ended
    /// @param error null unless it failed
    /// @param incompleteDetails null unless it is incomplete
    ObjectNode response(String status, JsonNode error, JsonNode incompleteDetails, String model,
            ArrayNode output) {
        ObjectNode response = CarriedJson.object()
                .put("id", id())
                .put("object", "response")
                .put("created_at", createdAt)
                .put("status", status);
        response.set("error", error);
        response.set("incomplete_details", incompleteDetails);
        response.set("instructions", asked("instructions", CarriedJson.NODES.nullNode()));
        response.put("model", model);
        response.set("tools", tools);
        response.set("output", output);
        response.set("parallel_tool_calls",
                asked("parallel_tool_calls", CarriedJson.NODES.booleanNode(true)));
        response.set("metadata", asked("metadata", CarriedJson.object()));
        response.set("tool_choice", asked("tool_choice", CarriedJson.NODES.textNode("auto")));
        response.set("temperature", asked("temperature", CarriedJson.NODES.numberNode(1)));
        response.set("top_p", asked("top_p", CarriedJson.NODES.numberNode(1)));
        response.put("store", stored);
        for (String member : ECHOED) {
            if (CarriedJson.has(request, member)) {
                response.set(member, request.get(member));
            }
        }
        return response;
    }

    private JsonNode asked(String member, JsonNode otherwise) {
        return CarriedJson.has(request, member) ? request.get(member) : otherwise;
    }
}
