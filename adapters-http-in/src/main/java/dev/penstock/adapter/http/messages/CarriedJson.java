package dev.penstock.adapter.http.messages;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
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
import java.util.regex.Pattern;

/// Trees that give back what they were read from: the order of keys, the spelling of numbers (`1E400`, `1.0`, `-0`), and
/// halves of surrogate pairs, which clients that cut texts send and upstreams that cut streams send.
final class CarriedJson {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final int MAX_DEPTH = 1000;
    private static final Pattern PLAIN_INTEGER = Pattern.compile("-?[1-9]\\d{0,17}|0");

    /// UTF-8 has no halves of pairs, so what may be one is written as an escape.
    private static final int BEFORE_SURROGATES = 0xD7FF;

    private static final ObjectMapper MAPPER = new ObjectMapper(new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(2 * MAX_DEPTH).build())
            .highestNonEscapedChar(BEFORE_SURROGATES)
            .build());

    private CarriedJson() {}

    /// Reads one value and nothing behind it.
    ///
    /// @throws JsonProcessingException if that is not what stands there
    static JsonNode read(byte[] json) throws IOException {
        try (JsonParser parser = MAPPER.getFactory().createParser(json)) {
            return whole(parser);
        }
    }

    /// As [#read(byte[])].
    static JsonNode read(String json) throws IOException {
        try (JsonParser parser = MAPPER.getFactory().createParser(json)) {
            return whole(parser);
        }
    }

    /// UTF-8, without white space.
    static byte[] write(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }

    static String text(JsonNode json) {
        return new String(write(json), StandardCharsets.UTF_8);
    }

    /// Whether a member is there and says something.
    static boolean isGiven(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
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

    /// A number with which this package may have to reckon, or else its spelling.
    private static JsonNode number(String spelling) {
        return PLAIN_INTEGER.matcher(spelling).matches()
                ? NODES.numberNode(Long.parseLong(spelling))
                : NODES.rawValueNode(new RawValue(spelling));
    }
}
