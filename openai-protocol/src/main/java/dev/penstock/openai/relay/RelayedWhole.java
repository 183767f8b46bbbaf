package dev.penstock.openai.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.JsonTrees;
import java.util.Optional;

/// A whole answer in the client's own API, carried as it is.
///
/// @param failure what the upstream says went wrong, in an answer that looks like a success
/// @param completion empty if that is no answer
public record RelayedWhole(Optional<FailureDetail> failure, Optional<ChatCompletion> completion) {
    /// @param body UTF-8; not to be written to afterwards
    public static RelayedWhole read(ClientApi api, byte[] body) {
        ApiRules rules = ApiRules.of(api);
        Optional<JsonNode> tree = JsonTrees.read(body);
        Told told = tree.map(rules::readWhole).orElseGet(Told::nothing);
        Optional<FailureDetail> failure = told.finish().isPresent()
                ? told.failure()
                : told.failure().or(() -> tree.flatMap(ErrorJson::read));
        return new RelayedWhole(failure,
                told.finish()
                        .map(word -> new ChatCompletion(JsonText.owning(body),
                                ChatEnd.of(word, rules.usage(told.counted())), true)));
    }
}
