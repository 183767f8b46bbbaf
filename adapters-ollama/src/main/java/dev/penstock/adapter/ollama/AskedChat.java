package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.Invalid;
import java.util.Set;
import java.util.function.Supplier;

/// A chat completion request → a request to `/api/chat`.
final class AskedChat {
    private AskedChat() {}

    /// @param stream whether a stream is wanted, whatever the chat's body says
    /// @param levels how the model can be told to think; only asked if the chat wishes for it
    /// @throws dev.penstock.domain.failure.UpstreamException if the chat asks for what Ollama cannot be asked
    static ObjectNode of(JsonNode chat, String model, boolean stream, OllamaSettings settings,
            Supplier<Set<String>> levels) {
        ObjectNode asked = object().put("model", model).put("stream", stream);
        RequestFields.apply(RequestFields.CHAT, chat, asked);
        asked.set("messages", Conversation.of(chat.path("messages")));
        Tools.translate(chat, asked);
        format(chat.path("response_format"), asked);
        Options.translate(chat, settings, asked);
        settings.complete(asked);
        Thinking.translate(chat, asked, levels);
        return asked;
    }

    private static void format(JsonNode format, ObjectNode asked) {
        if (asked.has("format")) {
            return;
        }
        switch (text(format, "type")) {
            case "", "text" -> {
                // which is what there is without it
            }
            case "json_object" -> asked.put("format", "json");
            case "json_schema" -> asked.set("format", format.path("json_schema").path("schema"));
            default -> throw Invalid.field("response_format",
                    "Ollama has no output of the type '" + text(format, "type") + "'.");
        }
    }
}
