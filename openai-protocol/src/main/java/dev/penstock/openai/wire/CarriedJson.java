package dev.penstock.openai.wire;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Trees that give back what they were read from: the order of keys, the spelling of numbers (`1E400`, `1.0`, `-0`), and
/// halves of surrogate pairs, which clients that cut texts send and upstreams that cut streams send.
public final class CarriedJson {
    public static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// How many levels of objects and arrays are read.
    public static final int MAX_DEPTH = 1000;

    private static final Pattern PLAIN_INTEGER = Pattern.compile("-?[1-9]\\d{0,17}|0");

    private static final ObjectMapper MAPPER = new ObjectMapper(new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(2 * MAX_DEPTH).build())
            .build());

    private CarriedJson() {}

    /// Reads one value and nothing behind it.
    ///
    /// @throws JsonProcessingException if that is not what stands there
    public static JsonNode read(byte[] json) throws JsonProcessingException {
        return read(() -> MAPPER.getFactory().createParser(json));
    }

    /// As [#read(byte[])].
    public static JsonNode read(String json) throws JsonProcessingException {
        return read(() -> MAPPER.getFactory().createParser(json));
    }

    /// As [#read(byte[])], for what may be no JSON; then it is empty.
    public static Optional<JsonNode> parsed(byte[] json) {
        try {
            return Optional.of(read(json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /// As [#parsed(byte[])].
    public static Optional<JsonNode> parsed(String json) {
        return parsed(json.getBytes(StandardCharsets.UTF_8));
    }

    /// UTF-8, one line, without white space between tokens.
    public static byte[] write(JsonNode json) {
        return text(json).getBytes(StandardCharsets.UTF_8);
    }

    /// One line; half a surrogate pair, which UTF-8 has no bytes for, is escaped.
    public static String text(JsonNode json) {
        try {
            return withoutHalves(MAPPER.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /// A member's text; empty if there is none or it is no string.
    public static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isTextual() ? value.textValue() : "";
    }

    /// Whether a member is there and says something.
    public static boolean has(JsonNode node, String member) {
        return node.hasNonNull(member);
    }

    /// Whether a value is there and says something.
    public static boolean isGiven(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private static String withoutHalves(String text) {
        StringBuilder escaped = null;
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                escaped = escaped == null ? new StringBuilder(text.length() + 16) : escaped;
                escaped.append(text, copied, i).append(String.format("\\u%04x", (int) c));
                copied = i + 1;
            }
        }
        return escaped == null ? text : escaped.append(text, copied, text.length()).toString();
    }

    private interface Opening {
        JsonParser open() throws IOException;
    }

    private static JsonNode read(Opening opening) throws JsonProcessingException {
        try (JsonParser parser = opening.open()) {
            return whole(parser);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) { // of bytes that are in no encoding that the parser could make out
            throw new JsonParseException(null, "the bytes are no text", JsonLocation.NA, e);
        }
    }

    private static JsonNode whole(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new JsonParseException(parser, "there is nothing but white space");
        }
        JsonNode value = value(parser);
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "something stands behind the value's end");
        }
        return value;
    }

    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new JsonParseException(parser, "a value was expected here");
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    /// A number with which a dialect may have to reckon, or else its spelling.
    private static JsonNode number(String spelling) {
        if (!PLAIN_INTEGER.matcher(spelling).matches()) {
            return NODES.rawValueNode(new RawValue(spelling));
        }
        long number = Long.parseLong(spelling);
        return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    }
}
