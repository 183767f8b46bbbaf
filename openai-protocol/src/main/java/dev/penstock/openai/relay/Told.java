package dev.penstock.openai.relay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.failure.FailureDetail;
import java.util.Optional;

/// What an event, or a whole answer, tells of the answer as such.
///
/// @param counted the usage so far
/// @param finish why the model stopped; never an interruption
/// @param last whether nothing comes behind it
/// @param failure what broke the answer off
record Told(ObjectNode counted, Optional<FinishWord> finish, boolean last,
        Optional<FailureDetail> failure) {
    static Told nothing() {
        return new Told(JsonNodeFactory.instance.objectNode(), Optional.empty(), false, Optional.empty());
    }

    static Told failed(FailureDetail failure, ObjectNode counted) {
        return new Told(counted, Optional.empty(), true, Optional.of(failure));
    }
}
