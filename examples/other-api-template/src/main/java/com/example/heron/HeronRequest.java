package com.example.heron;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.FieldRules.rename;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.FieldRules;
import dev.penstock.openai.wire.OfferedFunctions;

/// A chat completion request → a request to `/converse`. The README has a table of all fields; what is not named here is
/// dropped.
final class HeronRequest {
    private HeronRequest() {}

    static ObjectNode of(JsonNode chat, String model, boolean stream) {
        FieldRules.refuse(chat, "Heron", "n", "stop", "response_format", "logprobs", "top_logprobs", "functions",
                "function_call", "audio", "modalities", "web_search_options");
        ObjectNode asked = object().put("engine", model).put("live", stream);
        asked.set("turns", HeronTurns.of(chat.path("messages")));
        rename(chat, "seed", asked, "seed");
        rename(chat, "temperature", asked, "warmth");
        rename(chat, "max_tokens", asked, "longest");
        rename(chat, "max_completion_tokens", asked, "longest");
        for (ObjectNode function : OfferedFunctions.of(chat, "Heron")) {
            ObjectNode offer = asked.withArray("functions").addObject();
            rename(function, "name", offer, "name");
            rename(function, "description", offer, "about");
            rename(function, "parameters", offer, "takes");
        }
        return asked;
    }
}
