package dev.penstock.adapter.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.openai.wire.CarriedJson;

/// Chats as clients write them, and what is asked of Anthropic in their place.
final class Chats {
    private Chats() {}

    /// @param text as [#quoted(String)] reads it
    static JsonNode json(String text) {
        return CarriedJson.parsed(quoted(text))
                .orElseThrow(() -> new AssertionError("no JSON: " + text));
    }

    /// JSON of a text with `'` for `"`, and `~` for one that stands within a string.
    static String quoted(String text) {
        return text.replace('\'', '"').replace("~", "\\\"");
    }

    /// What is asked of a model of the last generation that is sampled.
    ///
    /// @param members of a chat that says "Hi", with `'` for `"`
    static JsonNode asked(String members) {
        return asked("claude-sonnet-4-5", members);
    }

    static JsonNode asked(String model, String members) {
        String all = members.contains("'messages'")
                ? members
                : "'messages':[{'role':'user','content':'Hi'}]" + (members.isEmpty() ? "" : "," + members);
        JsonNode chat = json("{" + all + "}");
        return MessagesRequest.of(chat, Tools.mapping(chat), model, false, 32_000);
    }

    /// The turns of a chat of these messages.
    static JsonNode turns(String messages) {
        return asked("'messages':[" + messages + "]").path("messages");
    }
}
