package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;
import java.util.Map;
import java.util.TreeMap;

/// The output items of one response, in the order in which they were begun; several may be under way at a time.
final class Output {
    private final String core;
    private final Events events;
    private final Map<Integer, ObjectNode> done = new TreeMap<>();
    private int next;

    /// @param core what the ids of the response and its items have in common
    Output(String core, Events events) {
        this.core = core;
        this.events = events;
    }

    /// One item's place.
    final class Slot {
        private final int index;
        private final String id;

        private Slot(String prefix) {
            this.index = next++;
            this.id = prefix + "_" + core + "_" + index;
        }

        int index() {
            return index;
        }

        String id() {
            return id;
        }

        void added(ObjectNode item) {
            whole("response.output_item.added", item);
        }

        /// An event about the item.
        ///
        /// @param more members beside its id and index
        void event(String type, ObjectNode more) {
            ObjectNode data = CarriedJson.object().put("item_id", id).put("output_index", index);
            data.setAll(more);
            events.event(type, data);
        }

        void done(ObjectNode item) {
            whole("response.output_item.done", item);
            done.put(index, item);
        }

        private void whole(String type, ObjectNode item) {
            ObjectNode data = CarriedJson.object().put("output_index", index);
            events.event(type, data.set("item", item));
        }
    }

    /// Begins an item.
    Slot open(String prefix) {
        return new Slot(prefix);
    }

    /// What is done.
    ArrayNode items() {
        return CarriedJson.NODES.arrayNode().addAll(done.values());
    }
}
