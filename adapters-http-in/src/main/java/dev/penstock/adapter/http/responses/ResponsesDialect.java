package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ClientDialect;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.application.Caller;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.openai.wire.ChatJson;
import java.util.Map;

/// `POST /v1/responses`: turns a request into a chat request, together with what it refers to in the store.
public final class ResponsesDialect implements ClientDialect {
    private final ResponseStore store;

    /// @param store is asked for what requests refer to, and gets what is answered
    public ResponsesDialect(ResponseStore store) {
        this.store = store;
    }

    @Override
    public DialectRequest read(byte[] body, Map<String, String> headers, Caller caller) {
        ObjectNode request = object(body);
        ResponseStore.Owner owner = ResponseStore.Owner.of(caller.presentedKey());
        ToolSet tools = ToolSet.read(request.path("tools"));
        ArrayNode items = items(request, owner);
        tools.addFrom(items);
        ObjectNode chat = ChatMembers.of(request, messages(request, items), tools);
        ChatRequest asked = ChatJson.read(Json.bytes(chat), headers);
        boolean stored = stored(request);
        String core = caller.requestId().replaceFirst("^req_", "");
        Frame frame = new Frame(core, caller.receivedAt().getEpochSecond(), request, stored, tools.kept());
        return new ResponsesRequest(asked, frame, tools, response -> {
            if (stored) {
                store.keep(owner, response, items);
            }
        });
    }

    private static ObjectNode object(byte[] body) {
        try {
            if (Json.carried(body) instanceof ObjectNode object) {
                return object;
            }
            throw Invalid.json("an object was expected: {…}");
        } catch (JsonProcessingException e) {
            throw Invalid
                    .json("line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
                            + ": " + e.getOriginalMessage());
        }
    }

    private boolean stored(ObjectNode request) {
        JsonNode wanted = request.path("store");
        if (!wanted.isBoolean() && !wanted.isNull() && !wanted.isMissingNode()) {
            throw Invalid.type("store", "true or false");
        }
        return wanted.asBoolean(true) && store.remembers();
    }

    /// The conversation so far: what the store has of it, and what the request adds.
    private ArrayNode items(ObjectNode request, ResponseStore.Owner owner) {
        ArrayNode items = Json.NODES.arrayNode();
        if (Json.has(request, "previous_response_id")) {
            String id = Json.text(request, "previous_response_id");
            items.addAll(store.conversation(owner, id)
                    .orElseThrow(() -> Invalid.because("previous_response_id", "previous_response_not_found",
                            "Previous response with id '" + id + "' not found.")));
        }
        JsonNode input = request.path("input");
        if (input.isTextual()) {
            ObjectNode message = items.addObject().put("type", "message").put("role", "user");
            message.set("content", input);
        } else if (input.isArray()) {
            for (int i = 0; i < input.size(); i++) {
                items.add(resolved("input[" + i + "]", input.get(i), owner));
            }
        } else if (Json.has(request, "input")) {
            throw Invalid.type("input", "a string or an array of items");
        }
        if (items.isEmpty()) {
            throw Invalid.missing("input", "send a text or at least one item.");
        }
        return items;
    }

    /// Clients that leave their answers with the server refer to them by id.
    private JsonNode resolved(String param, JsonNode item, ResponseStore.Owner owner) {
        boolean reference = Json.text(item, "type").equals("item_reference")
                || (item.size() == 1 && Json.has(item, "id"));
        if (!reference) {
            return item;
        }
        String id = Json.text(item, "id");
        return store.item(owner, id)
                .orElseThrow(() -> Invalid.because(param + ".id", "item_not_found", "Item with id '" + id
                        + "' not found. Items are not kept when 'store' is false, and not for ever otherwise."));
    }

    private static ArrayNode messages(ObjectNode request, ArrayNode items) {
        InputItems converted = new InputItems();
        if (Json.has(request, "instructions")) {
            if (!request.path("instructions").isTextual()) {
                throw Invalid.type("instructions", "a string");
            }
            converted.instruct(Json.text(request, "instructions"));
        }
        for (int i = 0; i < items.size(); i++) {
            converted.add("input[" + i + "]", items.get(i));
        }
        return converted.messages();
    }
}
