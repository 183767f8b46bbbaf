package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.openai.wire.CarriedJson;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Chats as clients write them, and what is asked of Ollama in their place.
final class Chats {
    static final OllamaSettings PLAIN = new OllamaSettings(OptionalLong.empty(), Optional.empty(), true);

    private Chats() {}

    /// JSON of a text with `'` for `"`, and `~` for one that stands within a string.
    static JsonNode json(String text) {
        return CarriedJson.parsed(quoted(text))
                .orElseThrow(() -> new AssertionError("no JSON: " + text));
    }

    static String quoted(String text) {
        return text.replace('\'', '"').replace("~", "\\\"");
    }

    /// @param members of a chat that says "Hi", as [#json(String)] reads them
    static JsonNode asked(String members) {
        return asked(members, PLAIN, Set.of());
    }

    /// @param levels how the model can be told to think
    static JsonNode asked(String members, OllamaSettings settings, Set<String> levels) {
        String all = members.contains("'messages'")
                ? members
                : "'messages':[{'role':'user','content':'Hi'}]" + (members.isEmpty() ? "" : "," + members);
        return AskedChat.of(json("{" + all + "}"), "qwen3:8b", false, settings, () -> levels);
    }

    /// The messages that are asked in a chat of these.
    static JsonNode messages(String messages) {
        return asked("'messages':[" + messages + "]").path("messages");
    }

    /// What is asked of `/api/generate`.
    static JsonNode text(String members) {
        return AskedText.of(json("{" + members + "}"), "qwen3:8b", false, PLAIN);
    }

    static JsonNode embeddings(String members) {
        return AskedEmbeddings.of(json("{" + members + "}"), "qwen3:8b", PLAIN);
    }
}
