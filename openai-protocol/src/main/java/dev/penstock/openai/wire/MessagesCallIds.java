package dev.penstock.openai.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.domain.chat.ChatBody.Member;
import dev.penstock.domain.chat.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Replaces the ids of tool calls in a Messages request that Anthropic would refuse, and leaves every other byte alone.
///
/// A first look at the bytes decides whether there can be such an id; most requests have none and are not read further.
public final class MessagesCallIds {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(ChatJson.LIMITS)
            .build();
    private static final byte[] ID = "\"id\"".getBytes(US_ASCII);
    private static final byte[] USE_ID = "\"tool_use_id\"".getBytes(US_ASCII);
    private static final byte[] USE = "\"tool_use\"".getBytes(US_ASCII);
    private static final byte[] RESULT = "\"tool_result\"".getBytes(US_ASCII);

    /// An id and its place, quotes included.
    private record Place(String id, int start, int end) {}

    /// A block of a message.
    ///
    /// @param start of its first member
    private record Block(int start, String type, @Nullable Place id, @Nullable Place useId) {}

    private final BodyEdits edits;
    private final JsonParser parser;
    private final int offset;
    private final ToolCallIds ids = new ToolCallIds(ToolCallIds.Rule.RESTRICTED);

    private MessagesCallIds(BodyEdits edits, JsonParser parser, int offset) {
        this.edits = edits;
        this.parser = parser;
        this.offset = offset;
    }

    /// Edits the member `messages`.
    public static void edit(BodyEdits edits) {
        Optional<Member> messages = edits.body().member("messages");
        if (messages.isEmpty()) {
            return;
        }
        JsonText value = edits.body().value(messages.get());
        if (!mayBeRefused(value)) {
            return;
        }
        try (JsonParser parser = FACTORY.createParser(value.asStream())) {
            new MessagesCallIds(edits, parser, messages.get().valueStart()).messages();
        } catch (IOException e) {
            throw new UncheckedIOException("a value that was scanned can be read", e);
        }
    }

    private void messages() throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                message();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void message() throws IOException {
        String role = "";
        List<Block> blocks = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("role") && value == JsonToken.VALUE_STRING) {
                role = parser.getText();
            } else if (name.equals("content") && value == JsonToken.START_ARRAY) {
                blocks = blocks();
            } else {
                parser.skipChildren();
            }
        }
        if (!role.equals("assistant")) {
            ids.endTurn();
        }
        blocks.forEach(this::edit);
    }

    private List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                blocks.add(block());
            } else {
                parser.skipChildren();
            }
        }
        return blocks;
    }

    private Block block() throws IOException {
        int start = offset + (int) parser.currentTokenLocation().getByteOffset() + 1;
        String type = "";
        Place id = null;
        Place useId = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "type" -> type = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                case "id" -> id = place(value);
                case "tool_use_id" -> useId = place(value);
                default -> parser.skipChildren();
            }
        }
        return new Block(start, type, id, useId);
    }

    private Place place(JsonToken value) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        String id = value == JsonToken.VALUE_STRING ? parser.getText() : "";
        parser.skipChildren();
        parser.finishToken();
        return new Place(id, offset + start, offset + (int) parser.currentLocation().getByteOffset());
    }

    private void edit(Block block) {
        switch (block.type()) {
            case "tool_use" -> edit(block, "id", block.id(), ids.call(idOf(block.id())));
            case "tool_result" -> edit(block, "tool_use_id", block.useId(), ids.result(idOf(block.useId())));
            default -> {
                // has no id of a call that the client runs
            }
        }
    }

    private static String idOf(@Nullable Place place) {
        return place == null ? "" : place.id();
    }

    private void edit(Block block, String member, @Nullable Place place, String id) {
        if (place == null) {
            edits.replace(block.start(), block.start(), JsonText.of("\"" + member + "\":\"" + id + "\","));
        } else if (!place.id().equals(id)) {
            edits.replace(place.start(), place.end(), JsonText.of("\"" + id + "\""));
        }
    }

    /// Looks at everything that reads like an id, whatever it is the id of. Quotes within strings are escaped and match nothing.
    private static boolean mayBeRefused(JsonText json) {
        Set<String> calls = new HashSet<>();
        int withoutId = 0;
        int withoutUseId = 0;
        for (int quote = json.indexOf('"', 0); quote >= 0; quote = json.indexOf('"', quote + 1)) {
            if (json.hasAt(quote, ID)) {
                String id = idBehind(json, quote + ID.length);
                withoutId -= id.isEmpty() ? 0 : 1;
                if (!id.isEmpty() && (!isLegal(id) || !calls.add(id))) {
                    return true;
                }
            } else if (json.hasAt(quote, USE_ID)) {
                String id = idBehind(json, quote + USE_ID.length);
                withoutUseId -= id.isEmpty() ? 0 : 1;
                if (!id.isEmpty() && !isLegal(id)) {
                    return true;
                }
            } else if (json.hasAt(quote, USE)) {
                withoutId++;
            } else if (json.hasAt(quote, RESULT)) {
                withoutUseId++;
            }
        }
        return withoutId > 0 || withoutUseId > 0;
    }

    private static boolean isLegal(String id) {
        return CallIdCodec.isLegal(id, CallIdCodec.LONGEST_UPSTREAM);
    }

    /// The string behind a member's name, as it is spelt; empty if there is none.
    private static String idBehind(JsonText json, int nameEnd) {
        int place = behindSpace(json, nameEnd);
        if (json.byteAt(place) != ':') {
            return "";
        }
        place = behindSpace(json, place + 1);
        int end = json.byteAt(place) == '"' ? json.indexOf('"', place + 1) : -1;
        return end < 0 ? "" : json.slice(place + 1, end).text();
    }

    private static int behindSpace(JsonText json, int from) {
        int place = from;
        while (json.byteAt(place) <= ' ' && json.byteAt(place) >= 0) {
            place++;
        }
        return place;
    }
}
