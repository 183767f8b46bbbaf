package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ClientDialect;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.dialect.Relayed;
import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.adapter.http.dialect.Translated;
import dev.penstock.adapter.http.dialect.Translation;
import dev.penstock.adapter.http.session.SessionMembers;
import dev.penstock.application.Caller;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.openai.wire.TreeCost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// `POST /v1/responses`: turns a request into a chat request, together with what it refers to in the store.
public final class ResponsesDialect implements ClientDialect {
    private static final String PREVIOUS = "previous_response_id";

    private final ResponseStore store;
    private final BooleanSupplier relayed;

    /// @param store is asked for what requests refer to, and gets what is answered
    /// @param relayed whether any upstream speaks this API itself now
    public ResponsesDialect(ResponseStore store, BooleanSupplier relayed) {
        this.store = store;
        this.relayed = relayed;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.RESPONSES;
    }

    @Override
    public DialectRequest read(byte[] body, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        if (!relayed.getAsBoolean()) {
            return translatedInAnyCase(body, headers, caller, memory);
        }
        ChatRequest written = ChatJson.head(body, headers);
        return goesOnHere(written.body(), caller, memory)
                ? translatedInAnyCase(body, headers, caller, memory)
                : new Relayed(ClientApi.RESPONSES, written, () -> translated(body, headers, caller, memory),
                        new RelayedResponse(core(caller), caller.receivedAt().getEpochSecond()));
    }

    /// Whether it brings back what nobody but the gateway understands: an answer or an item that is kept here, or reasoning
    /// that was sealed here.
    private boolean goesOnHere(ChatBody body, Caller caller, RequestMemory memory) {
        if (Thought.isIn(body.json())) {
            return true;
        }
        ResponseStore.Owner owner = ResponseStore.Owner.of(caller.presentedKey());
        boolean answer = body.member(PREVIOUS)
                .map(body::value)
                .filter(value -> value.byteAt(0) == '"')
                .flatMap(value -> CarriedJson.parsed(value.toBytes()))
                .filter(id -> store.response(owner, id.asText("")).isPresent())
                .isPresent();
        return answer
                || (body.json().contains("\"item_reference\"") && bringsAnItemBack(body, owner, memory));
    }

    private boolean bringsAnItemBack(ChatBody body, ResponseStore.Owner owner, RequestMemory memory) {
        byte[] input = body.member("input").map(member -> body.value(member).toBytes()).orElse(new byte[0]);
        try (RequestMemory.Held _ = memory.hold(input);
                StoredItems kept = new StoredItems(store, owner, memory)) {
            for (JsonNode item : CarriedJson.parsed(input).orElseGet(CarriedJson.NODES::missingNode)) {
                if (kept.has(CarriedJson.text(item, "id"))) {
                    return true;
                }
            }
            return false;
        }
    }

    private DialectRequest translatedInAnyCase(byte[] body, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        try (RequestMemory.Held _ = memory.hold(body)) {
            ObjectNode request = object(body);
            Optional<String> sessionId = SessionMembers.read(request);
            return new Translated(ClientApi.RESPONSES, translated(request, headers, caller, memory),
                    sessionId);
        }
    }

    private Translation translated(byte[] body, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        try (RequestMemory.Held _ = memory.hold(body)) {
            return translated(object(body), headers, caller, memory);
        }
    }

    private Translation translated(ObjectNode request, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        ResponseStore.Owner owner = ResponseStore.Owner.of(caller.presentedKey());
        try (StoredItems kept = new StoredItems(store, owner, memory)) {
            return translated(request, items(request, kept), headers, caller, memory);
        }
    }

    private Translation translated(ObjectNode request, ArrayNode items, Map<String, String> headers,
            Caller caller, RequestMemory memory) {
        ToolSet tools = ToolSet.read(request.path("tools"), items);
        ObjectNode chat = ChatMembers.of(request, messages(request, items, tools), tools);
        ChatRequest asked = ChatJson.read(CarriedJson.write(chat), headers);
        boolean stored = stored(request);
        JsonText conversation = stored ? JsonText.owning(CarriedJson.write(items)) : JsonText.of("[]");
        request.remove(List.of("input", "tools")); // no response repeats them as they are
        memory.keep(asked.body().json().length() + conversation.length() + TreeCost.of(request)
                + TreeCost.of(tools.kept()));
        ResponseStore.Owner owner = ResponseStore.Owner.of(caller.presentedKey());
        Frame frame = new Frame(core(caller), caller.receivedAt().getEpochSecond(), request, stored,
                tools.kept());
        return new ResponsesRequest(asked, frame, tools, response -> {
            if (stored) {
                store.keep(owner, response, conversation);
            }
        });
    }

    private static String core(Caller caller) {
        return AnswerCallIds.core(caller.requestId());
    }

    private static ObjectNode object(byte[] body) {
        try {
            if (CarriedJson.read(body) instanceof ObjectNode object) {
                return object;
            }
            throw Invalid.json("an object was expected: {…}");
        } catch (StreamConstraintsException e) { // which has no location
            throw Invalid.json("it is nested deeper than " + CarriedJson.MAX_DEPTH + " levels");
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
    private static ArrayNode items(ObjectNode request, StoredItems kept) {
        ArrayNode items = CarriedJson.NODES.arrayNode();
        if (CarriedJson.has(request, PREVIOUS)) {
            String id = CarriedJson.text(request, PREVIOUS);
            items.addAll(kept.conversation(id)
                    .orElseThrow(() -> Invalid.because(PREVIOUS, "previous_response_not_found",
                            "Previous response with id '" + id + "' not found.")));
        }
        JsonNode input = request.path("input");
        if (input.isTextual()) {
            ObjectNode message = items.addObject().put("type", "message").put("role", "user");
            message.set("content", input);
        } else if (input.isArray()) {
            for (int i = 0; i < input.size(); i++) {
                items.add(resolved("input[" + i + "]", input.get(i), kept));
            }
        } else if (CarriedJson.has(request, "input")) {
            throw Invalid.type("input", "a string or an array of items");
        }
        if (items.isEmpty()) {
            throw Invalid.missing("input", "send a text or at least one item.");
        }
        return items;
    }

    /// Clients that leave their answers with the server refer to them by id.
    private static JsonNode resolved(String param, JsonNode item, StoredItems kept) {
        boolean reference = CarriedJson.text(item, "type").equals("item_reference")
                || (item.size() == 1 && CarriedJson.has(item, "id"));
        if (!reference) {
            return item;
        }
        String id = CarriedJson.text(item, "id");
        return kept.item(id)
                .orElseThrow(() -> Invalid.because(param + ".id", "item_not_found", "Item with id '" + id
                        + "' not found. Items are not kept when 'store' is false, and not for ever otherwise."));
    }

    private static ArrayNode messages(ObjectNode request, ArrayNode items, ToolSet tools) {
        InputItems converted = new InputItems(tools);
        if (CarriedJson.has(request, "instructions")) {
            if (!request.path("instructions").isTextual()) {
                throw Invalid.type("instructions", "a string");
            }
            converted.instruct(CarriedJson.text(request, "instructions"));
        }
        for (int i = 0; i < items.size(); i++) {
            converted.add("input[" + i + "]", items.get(i));
        }
        return converted.messages();
    }
}
