package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;
import java.util.ArrayList;
import java.util.List;

/// The model's reasoning before its answer: as a summary, which is what clients show, or as `reasoning_text`.
final class ReasoningItem implements OpenItem {
    private final Output.Slot slot;
    private final boolean asSummary;
    private final boolean sealed;
    private final StringBuilder thought = new StringBuilder();
    private final List<ObjectNode> details = new ArrayList<>();

    /// @param sealed whether the item shall hold what the next turn needs, in its `encrypted_content`
    ReasoningItem(Output output, boolean asSummary, boolean sealed) {
        this.slot = output.open("rs");
        this.asSummary = asSummary;
        this.sealed = sealed;
        slot.added(item("in_progress"));
    }

    void text(String delta) {
        if (asSummary && thought.isEmpty()) {
            slot.event("response.reasoning_summary_part.added", at().set("part", part("")));
        }
        thought.append(delta);
        slot.event(event("delta"), at().put("delta", delta));
    }

    /// Takes pieces of `reasoning_details`. Pieces of one text become one, as OpenRouter wants them back.
    void details(JsonNode pieces) {
        for (JsonNode piece : pieces) {
            if (!(piece instanceof ObjectNode more)) {
                continue;
            }
            ObjectNode last = details.isEmpty() ? null : details.getLast();
            if (last != null && last.path("type").equals(more.path("type"))
                    && last.path("index").equals(more.path("index"))) {
                join(last, more);
            } else {
                details.add(more.deepCopy());
            }
        }
    }

    @Override
    public int index() {
        return slot.index();
    }

    @Override
    public void close(String status) {
        if (!thought.isEmpty()) {
            String all = thought.toString();
            slot.event(event("done"), at().put("text", all));
            if (asSummary) {
                slot.event("response.reasoning_summary_part.done", at().set("part", part(all)));
            }
        }
        slot.done(item(status));
    }

    private static void join(ObjectNode last, ObjectNode more) {
        more.properties().forEach(member -> {
            String name = member.getKey();
            boolean piecemeal = name.equals("text") || name.equals("summary") || name.equals("data");
            if (piecemeal && member.getValue().isTextual()) {
                last.put(name, CarriedJson.text(last, name) + member.getValue().textValue());
            } else if (!member.getValue().isNull()) {
                last.set(name, member.getValue());
            }
        });
    }

    private String event(String what) {
        return (asSummary ? "response.reasoning_summary_text." : "response.reasoning_text.") + what;
    }

    private ObjectNode at() {
        return CarriedJson.object().put(asSummary ? "summary_index" : "content_index", 0);
    }

    private ObjectNode part(String text) {
        return CarriedJson.object()
                .put("type", asSummary ? "summary_text" : "reasoning_text")
                .put("text", text);
    }

    private ObjectNode item(String status) {
        ObjectNode item = CarriedJson.object().put("id", slot.id()).put("type", "reasoning");
        item.putArray("summary");
        if (!asSummary) {
            item.putArray("content");
        }
        if (!thought.isEmpty()) {
            item.withArray(asSummary ? "/summary" : "/content").add(part(thought.toString()));
        }
        Thought whole = new Thought(thought.toString(), details);
        if (sealed && !whole.isEmpty()) {
            item.put("encrypted_content", whole.sealed());
        }
        return item.put("status", status);
    }
}
