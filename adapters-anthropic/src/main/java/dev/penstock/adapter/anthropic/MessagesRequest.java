package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.has;
import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.ToolMapping;
import java.util.Optional;
import java.util.stream.Stream;

/// A chat completion request → a Messages request. Pure.
///
/// @param body of the Messages request
/// @param tools of the request and its conversation
record MessagesRequest(JsonText body, ToolMapping tools) {
    private static final int LONGEST_USER = 256;

    /// @param stream whether a stream is wanted, whatever the chat's body says
    /// @param maxTokens the limit if the chat names none
    /// @throws dev.penstock.domain.failure.UpstreamException if the chat asks for what no message can say
    static MessagesRequest of(ChatCall call, boolean stream, int maxTokens) {
        JsonNode chat = CarriedJson.parsed(call.request().body().json().toBytes())
                .orElseThrow(() -> Invalid.field("messages", "The request cannot be read."));
        ToolMapping tools = Tools.mapping(chat);
        ObjectNode asked = of(chat, tools, call.upstreamModel(), stream, maxTokens);
        return new MessagesRequest(JsonText.owning(CarriedJson.write(asked)), tools);
    }

    static ObjectNode of(JsonNode chat, ToolMapping tools, String model, boolean stream,
            int maxTokens) {
        Generation generation = Generation.of(model);
        ObjectNode asked = object().put("model", model).put("stream", stream);
        RequestFields.apply(chat, asked);
        limit(chat, asked, maxTokens);
        Conversation.translate(chat.path("messages"), tools, asked);
        Tools.translate(chat, tools.names(), asked);
        stops(chat.path("stop"), asked);
        format(chat.path("response_format"), asked);
        Thinking.translate(chat, generation, asked);
        Sampling.translate(chat, generation, asked);
        user(chat).ifPresent(user -> asked.putObject("metadata").put("user_id", user));
        return asked;
    }

    private static void limit(JsonNode chat, ObjectNode asked, int maxTokens) {
        String name = has(chat, "max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        if (has(chat, name)) {
            asked.set("max_tokens", chat.path(name));
        } else {
            asked.put("max_tokens", maxTokens);
        }
    }

    /// One that is nothing but white space is refused.
    private static void stops(JsonNode stop, ObjectNode asked) {
        ArrayNode sequences = CarriedJson.NODES.arrayNode();
        Stream.concat(Stream.of(stop), stop.valueStream())
                .filter(one -> one.isTextual() && !one.textValue().isBlank())
                .forEach(sequences::add);
        if (!sequences.isEmpty()) {
            asked.set("stop_sequences", sequences);
        }
    }

    private static void format(JsonNode format, ObjectNode asked) {
        switch (text(format, "type")) {
            case "", "text" -> {
                // which is what there is without it
            }
            case "json_schema" -> {
                ObjectNode schema = object().put("type", "json_schema");
                schema.set("schema", format.path("json_schema").path("schema"));
                outputConfig(asked).set("format", schema);
            }
            default -> throw Invalid.field("response_format", "Anthropic has no output of the type '"
                    + text(format, "type") + "'; use 'json_schema' and say what the JSON is to look like.");
        }
    }

    /// The request's `output_config`, which is there from now on.
    static ObjectNode outputConfig(ObjectNode asked) {
        return asked.path("output_config") instanceof ObjectNode there
                ? there
                : asked.putObject("output_config");
    }

    private static Optional<String> user(JsonNode chat) {
        return Stream.of(text(chat, "user"), text(chat, "safety_identifier"),
                text(chat.path("metadata"), "user_id"))
                .filter(name -> !name.isBlank() && name.length() <= LONGEST_USER)
                .findFirst();
    }
}
