package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.ToolMapping;
import java.util.Optional;

/// What is known of an answer before it begins.
///
/// @param requestId the gateway's own id of the request
/// @param model as the client wrote it, which is what it expects to be answered by; empty if it wrote none
/// @param inputTokens an estimate; the exact number comes with the answer's end
/// @param tools of the request
record MessageHead(String requestId, Optional<String> model, long inputTokens, ToolMapping tools) {
    /// A message to which content, stop reason and usage have to be added.
    ///
    /// @param answering the model that answers, as the upstream calls it
    ObjectNode message(String answering) {
        return NODES.objectNode()
                .put("id", "msg_" + AnswerCallIds.core(requestId))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model.orElse(answering));
    }

    /// For the calls of one answer.
    AnswerCallIds callIds() {
        return AnswerCallIds.restricted(tools.ids().known(), AnswerCallIds.core(requestId));
    }
}
