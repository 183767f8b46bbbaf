package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.isGiven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ToolMapping;

/// One message of the user → the answers of tools, each a message of its own and right behind the calls, and then what
/// the user says.
final class UserTurn {
    private final ArrayNode chat;
    private final ToolMapping tools;
    private final Parts said = new Parts();

    private UserTurn(ArrayNode chat, ToolMapping tools) {
        this.chat = chat;
        this.tools = tools;
    }

    static void add(ArrayNode chat, JsonNode content, ToolMapping tools, String where) {
        if (content.isTextual()) {
            chat.addObject().put("role", "user").set("content", content);
            return;
        }
        new UserTurn(chat, tools).add(content, where);
    }

    private void add(JsonNode content, String where) {
        boolean answered = false;
        for (int i = 0; i < content.size(); i++) {
            if (isToolResult(content.path(i))) {
                answer(content.path(i), where + "[" + i + "]");
                answered = true;
            }
        }
        for (int i = 0; i < content.size(); i++) {
            if (!isToolResult(content.path(i))) {
                ContentBlocks.add(said, content.path(i), tools.names(), where + "[" + i + "]");
            }
        }
        if (!said.isEmpty() || !answered) {
            chat.addObject().put("role", "user").set("content", said.content());
        }
    }

    private static boolean isToolResult(JsonNode block) {
        return block.path("type").asText().equals("tool_result");
    }

    /// A tool's answer can only be text; what it shows is shown by the user.
    private void answer(JsonNode result, String where) {
        JsonNode content = result.path("content");
        Parts texts = new Parts();
        if (content.isTextual()) {
            texts.text(content.asText(), NODES.missingNode());
        }
        for (int i = 0; i < content.size(); i++) {
            Parts one = new Parts();
            ContentBlocks.add(one, content.path(i), tools.names(), where + ".content[" + i + "]");
            (one.showsMore() ? said : texts).addAll(one);
        }
        JsonNode mark = result.path("cache_control");
        if (!isGiven(mark)) {
            mark = texts.lastMark();
        }
        String text = (result.path("is_error").asBoolean() ? "Error: " : "") + texts.text();
        chat.addObject()
                .put("role", "tool")
                .put("tool_call_id", tools.ids().result(CarriedJson.text(result, "tool_use_id")))
                .set("content", marked(text, mark));
        if (text.isEmpty()) {
            said.markLast(mark);
        }
    }

    /// DashScope's own client writes cache marks on tools' answers this way; without a mark it is a string.
    private static JsonNode marked(String text, JsonNode mark) {
        return isGiven(mark) && !text.isEmpty()
                ? new Parts().text(text, mark).content()
                : NODES.textNode(text);
    }
}
