package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.openai.wire.CarriedJson;

/// The blocks of a streamed message: one open at a time, numbered as they come, each delta of its block's type. Not safe
/// for concurrent use.
final class Blocks {
    private enum Kind {
        NONE, THINKING, TEXT, TOOL
    }

    private final Thoughts thoughts;
    private EventBuffer out = new EventBuffer(0);
    private Kind open = Kind.NONE;
    private int index = -1;
    private long outputTokens;

    /// @param thoughts signs blocks of thinking
    Blocks(Thoughts thoughts) {
        this.thoughts = thoughts;
    }

    /// What follows is appended there.
    void writeTo(EventBuffer events) {
        out = events;
    }

    /// About how many tokens were told.
    long outputTokens() {
        return outputTokens;
    }

    void thinking(String text) {
        if (open != Kind.THINKING) {
            close();
            begin(Kind.THINKING,
                    NODES.objectNode().put("type", "thinking").put("thinking", "").put("signature", ""));
        }
        if (!text.isEmpty()) {
            delta("thinking_delta", "thinking", text);
        }
    }

    void text(String text) {
        if (open != Kind.TEXT) {
            keepDetails();
            begin(Kind.TEXT, NODES.objectNode().put("type", "text").put("text", ""));
        }
        delta("text_delta", "text", text);
    }

    void tool(String id, String name) {
        keepDetails();
        ObjectNode block = NODES.objectNode().put("type", "tool_use").put("id", id).put("name", name);
        block.putObject("input");
        begin(Kind.TOOL, block);
    }

    /// A piece of the open tool call's input.
    void input(String json) {
        delta("input_json_delta", "partial_json", json);
    }

    /// Closes the open block, if there is one.
    void close() {
        if (open == Kind.THINKING) {
            delta("signature_delta", "signature", thoughts.sign());
        }
        if (open != Kind.NONE) {
            event("content_block_stop", NODES.objectNode());
            open = Kind.NONE;
        }
    }

    /// Closes the open block. Details of thoughts that came without a text get a block of their own, in whose signature
    /// the client keeps them.
    void keepDetails() {
        close();
        if (thoughts.hasDetails()) {
            thinking("");
            close();
        }
    }

    private void begin(Kind kind, ObjectNode block) {
        open = kind;
        index++;
        ObjectNode rest = NODES.objectNode();
        rest.set("content_block", block);
        event("content_block_start", rest);
    }

    private void delta(String type, String field, String value) {
        if (!field.equals("signature")) {
            outputTokens += TokenEstimate.ofText(value);
        }
        ObjectNode rest = NODES.objectNode();
        rest.putObject("delta").put("type", type).put(field, value);
        event("content_block_delta", rest);
    }

    private void event(String type, ObjectNode rest) {
        ObjectNode event = NODES.objectNode().put("type", type).put("index", index);
        out.event(type, CarriedJson.write(event.setAll(rest)));
    }
}
