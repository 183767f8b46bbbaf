package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.penstock.openai.wire.ToolMapping;
import dev.penstock.openai.wire.ToolResultOrder;
import org.jspecify.annotations.Nullable;

/// `system` and `messages` → chat messages. Assistant turns in a row are one message, and the results of tools stand right
/// behind their calls, wherever the client has put them.
final class Conversation {
    private final ArrayNode chat = NODES.arrayNode();
    private final Parts system = new Parts();
    private final ToolMapping tools;
    private @Nullable ArrayNode said;
    private boolean begun;

    private Conversation(ToolMapping tools) {
        this.tools = tools;
    }

    static ArrayNode of(JsonNode asked, ToolMapping tools) {
        Conversation conversation = new Conversation(tools);
        conversation.instruct(asked.path("system"));
        int i = 0;
        for (JsonNode message : asked.path("messages")) {
            conversation.add(message, "messages[" + i++ + "]");
        }
        conversation.begin();
        conversation.endTurn();
        return ToolResultOrder.ordered(conversation.chat);
    }

    /// The first block stays a part of its own, if there are parts at all: Claude Code writes what differs between its
    /// versions and sessions there, and marks what can be cached behind it.
    private void instruct(JsonNode content) {
        if (content.size() < 2) {
            blocks(system, content, "system");
            return;
        }
        int i = 0;
        for (JsonNode block : content) {
            ContentBlocks.add(system, block, tools.names(), "system[" + i + "]");
            if (i++ == 0) {
                system.endPart();
            }
        }
    }

    private void add(JsonNode message, String where) {
        JsonNode content = message.path("content");
        if (!content.isTextual() && !content.isArray()) {
            throw Invalid.field(where + ".content", "'content' has to be a string or an array of blocks.");
        }
        String role = message.path("role").asText();
        if (role.equals("system") && !begun) {
            blocks(system, content, where + ".content");
            return;
        }
        begin();
        if (!role.equals("assistant")) {
            endTurn();
        }
        switch (role) {
            case "system" -> remind(content, where);
            case "user" -> {
                tools.ids().endTurn();
                UserTurn.add(chat, content, tools, where + ".content");
            }
            case "assistant" -> say(content);
            default ->
                throw Invalid.field(where + ".role", "'role' has to be 'user', 'assistant' or 'system'.");
        }
    }

    /// Adds to what the assistant says in this turn.
    private void say(JsonNode content) {
        ArrayNode blocks = said == null ? NODES.arrayNode() : said;
        said = blocks;
        if (content.isTextual()) {
            blocks.addObject().put("type", "text").set("text", content);
        } else {
            content.forEach(blocks::add);
        }
    }

    private void endTurn() {
        if (said != null) {
            chat.add(AssistantTurn.of(said, tools));
            said = null;
        }
    }

    /// The first chat message, if there is anything for it.
    private void begin() {
        if (!begun && !system.isEmpty()) {
            chat.addObject().put("role", "system").set("content", system.content());
        }
        begun = true;
    }

    /// Many models know a system message at the front alone and refuse others; what the system says later is said within
    /// the user's turn, in the tags that coding agents use for it.
    private void remind(JsonNode content, String where) {
        Parts said = new Parts();
        blocks(said, content, where + ".content");
        if (!said.isEmpty()) {
            Parts tagged = new Parts().text("<system-reminder>\n" + said.text() + "\n</system-reminder>",
                    said.lastMark());
            chat.addObject().put("role", "user").set("content", tagged.content());
        }
    }

    private void blocks(Parts parts, JsonNode content, String where) {
        if (content.isTextual()) {
            parts.text(content.asText(), NODES.missingNode());
        }
        int i = 0;
        for (JsonNode block : content) {
            ContentBlocks.add(parts, block, tools.names(), where + "[" + i++ + "]");
        }
    }
}
