package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.openai.wire.CarriedJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The stored items that one request refers to. Each conversation is parsed once. Its tree counts in the request's memory until
/// the close, and so does each item that is taken by its id.
///
/// Not safe for concurrent use.
final class StoredItems implements AutoCloseable {
    private final ResponseStore store;
    private final ResponseStore.Owner owner;
    private final RequestMemory memory;
    private final Map<String, Optional<Conversation>> conversations = new HashMap<>();
    private final List<RequestMemory.Held> held = new ArrayList<>();

    private record Conversation(List<JsonNode> items, Map<String, JsonNode> byId) {}

    /// @param memory takes the trees
    StoredItems(ResponseStore store, ResponseStore.Owner owner, RequestMemory memory) {
        this.store = store;
        this.owner = owner;
        this.memory = memory;
    }

    /// All items of the conversation that the response ends.
    ///
    /// @throws RefusedException if the memory does not suffice
    Optional<List<JsonNode>> conversation(String responseId) {
        return find(responseId).map(Conversation::items);
    }

    /// Whether there is such an item.
    ///
    /// @throws RefusedException if the memory does not suffice
    boolean has(String itemId) {
        return find(itemId, false).isPresent();
    }

    /// An item of a stored conversation.
    ///
    /// @param itemId has the id of its response in the middle
    /// @throws RefusedException if the memory does not suffice
    Optional<JsonNode> item(String itemId) {
        return find(itemId, true);
    }

    private Optional<JsonNode> find(String itemId, boolean taken) {
        String[] parts = itemId.split("_", -1);
        Optional<JsonNode> found = parts.length == 3
                ? find("resp_" + parts[1]).map(conversation -> conversation.byId().get(itemId))
                : Optional.empty();
        if (taken) {
            found.ifPresent(item -> held.add(memory.hold(CarriedJson.write(item))));
        }
        return found;
    }

    private Optional<Conversation> find(String responseId) {
        Optional<Conversation> known = conversations.get(responseId);
        if (known == null) {
            known = store.conversation(owner, responseId).map(this::parsed);
            conversations.put(responseId, known);
        }
        return known;
    }

    private Conversation parsed(JsonText array) {
        byte[] json = array.toBytes();
        held.add(memory.hold(json));
        List<JsonNode> items = new ArrayList<>();
        Map<String, JsonNode> byId = new HashMap<>();
        CarriedJson.parsed(json)
                .orElseThrow(() -> new IllegalStateException("what was written can be read"))
                .forEach(item -> {
                    items.add(item);
                    byId.putIfAbsent(CarriedJson.text(item, "id"), item);
                });
        return new Conversation(items, byId);
    }

    /// Gives the memory back. The items must not be used any more.
    @Override
    public void close() {
        held.forEach(RequestMemory.Held::close);
        held.clear();
    }
}
