package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.session.SessionMembers;
import dev.penstock.openai.wire.ToolMapping;

/// A Messages request → a Chat Completions request. Pure.
final class RequestConverter {
    /// OpenAI and Azure refuse a longer one.
    private static final int LONGEST_USER = 64;
    private static final String MARK = "cache_control";

    private RequestConverter() {}

    /// @param tools as [Tools#mapping] makes it; takes in the calls of the conversation
    /// @throws dev.penstock.domain.failure.RefusedException if it asks for what no chat request can say
    static ObjectNode toChat(JsonNode asked, ToolMapping tools) {
        ObjectNode chat = NODES.objectNode();
        RequestFields.apply(asked, chat);
        chat.set("messages", marked(Conversation.of(asked, tools), asked.path(MARK)));
        Tools.translate(asked, tools.names(), chat);
        Thinking.translate(asked, chat);
        format(asked, chat);
        JsonNode stops = asked.path("stop_sequences");
        if (stops instanceof ArrayNode && !stops.isEmpty()) {
            chat.set("stop", stops);
        }
        String user = asked.path("metadata").path("user_id").asText("");
        if (!user.isEmpty() && user.length() <= LONGEST_USER && !SessionMembers.isCompound(user)) {
            chat.put("user", user);
        }
        if (asked.path("stream").asBoolean()) {
            chat.putObject("stream_options").put("include_usage", true);
        }
        return chat;
    }

    /// A mark of the whole request stands for one on the last part that can be cached.
    private static ArrayNode marked(ArrayNode messages, JsonNode mark) {
        for (int i = messages.size() - 1; i >= 0 && mark.isObject(); i--) {
            ObjectNode message = (ObjectNode) messages.path(i);
            JsonNode content = message.path("content");
            if (!content.isEmpty() || !content.asText().isEmpty()) {
                message.set("content", Parts.of(content).markLast(mark).content());
                return messages;
            }
        }
        return messages;
    }

    /// `output_format` is how `output_config.format` was called at first.
    private static void format(JsonNode asked, ObjectNode chat) {
        JsonNode format = asked.path("output_config").path("format");
        if (!format.isObject()) {
            format = asked.path("output_format");
        }
        if (format.path("type").asText().equals("json_schema") && format.path("schema").isObject()) {
            ObjectNode schema = NODES.objectNode().put("name", "answer").put("strict", true);
            schema.set("schema", format.path("schema"));
            chat.putObject("response_format").put("type", "json_schema").set("json_schema", schema);
        }
    }
}
