package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;

/// A message of the assistant: text, refusals, or one after the other.
final class MessageItem implements OpenItem {
    private enum Kind {
        TEXT("output_text", "text"), REFUSAL("refusal", "refusal");

        private final String type;
        private final String member;

        Kind(String type, String member) {
            this.type = type;
            this.member = member;
        }

        private ObjectNode part(String said) {
            ObjectNode part = CarriedJson.object().put("type", type).put(member, said);
            if (this == TEXT) {
                part.putArray("annotations");
                part.putArray("logprobs");
            }
            return part;
        }

        private ObjectNode told(ObjectNode event) {
            if (this == TEXT) {
                event.putArray("logprobs");
            }
            return event;
        }
    }

    private final Output.Slot slot;
    private final ArrayNode content = CarriedJson.NODES.arrayNode();
    private final StringBuilder said = new StringBuilder();
    private Kind kind = Kind.TEXT;
    private boolean within;

    MessageItem(Output output) {
        slot = output.open("msg");
        slot.added(item("in_progress"));
    }

    void text(String delta) {
        add(Kind.TEXT, delta);
    }

    void refusal(String delta) {
        add(Kind.REFUSAL, delta);
    }

    @Override
    public int index() {
        return slot.index();
    }

    @Override
    public void close(String status) {
        closePart();
        slot.done(item(status));
    }

    private void add(Kind what, String delta) {
        if (within && kind != what) {
            closePart();
        }
        if (!within) {
            kind = what;
            within = true;
            slot.event("response.content_part.added", at().set("part", kind.part("")));
        }
        said.append(delta);
        slot.event("response." + kind.type + ".delta", kind.told(at().put("delta", delta)));
    }

    private void closePart() {
        if (!within) {
            return;
        }
        String all = said.toString();
        slot.event("response." + kind.type + ".done", kind.told(at().put(kind.member, all)));
        slot.event("response.content_part.done", at().set("part", kind.part(all)));
        content.add(kind.part(all));
        said.setLength(0);
        within = false;
    }

    private ObjectNode at() {
        return CarriedJson.object().put("content_index", content.size());
    }

    private ObjectNode item(String status) {
        ObjectNode item = CarriedJson.object()
                .put("id", slot.id())
                .put("type", "message")
                .put("role", "assistant")
                .put("status", status);
        return item.set("content", content.deepCopy());
    }
}
