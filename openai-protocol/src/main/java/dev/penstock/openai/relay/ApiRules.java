package dev.penstock.openai.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.usage.Usage;
import java.util.Optional;

/// What has to be known of one API's answers.
///
/// Pure; an implementation keeps nothing between two answers.
interface ApiRules {
    static ApiRules of(ClientApi api) {
        return switch (api) {
            case MESSAGES -> new MessagesRules();
            case RESPONSES -> new ResponsesRules();
        };
    }

    /// Whether an event only opens an answer and says nothing yet.
    boolean opens(String type);

    /// Whether an event has to be read, for it may tell something of the answer as such.
    boolean tells(String type);

    /// What it tells.
    ///
    /// @param before what was told before it
    Told read(String type, JsonNode event, Told before);

    /// What a whole answer tells; without a reason if it is none.
    Told readWhole(JsonNode answer);

    /// The usage that these counters stand for; empty if there are none.
    Optional<Usage> usage(ObjectNode counted);
}
