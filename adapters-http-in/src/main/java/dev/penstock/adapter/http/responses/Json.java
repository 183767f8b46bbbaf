package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// JSON as this package reads and writes it.
final class Json {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    // Sizes and depths were limited where the bytes came in.
    private static final ObjectMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNestingDepth(900)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    /// Reads what will be carried on: the order of members stays, and so does the spelling of numbers, which are therefore
    /// no numbers to [JsonNode].
    ///
    /// @throws JsonProcessingException if it is no JSON
    static JsonNode carried(byte[] json) throws JsonProcessingException {
        try (JsonParser parser = new VerbatimNumbers(MAPPER.createParser(json))) {
            return MAPPER.readTree(parser);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }

    /// Reads what will be looked at.
    ///
    /// @return empty if it is no JSON
    static Optional<JsonNode> parsed(byte[] json) {
        try {
            return Optional.ofNullable(MAPPER.readTree(json)).filter(tree -> !tree.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }

    static Optional<JsonNode> parsed(String json) {
        return parsed(json.getBytes(StandardCharsets.UTF_8));
    }

    /// UTF-8, one line.
    static byte[] bytes(JsonNode tree) {
        return text(tree).getBytes(StandardCharsets.UTF_8);
    }

    /// One line; half a surrogate pair, which UTF-8 has no bytes for, is escaped.
    static String text(JsonNode tree) {
        try {
            String text = MAPPER.writeValueAsString(tree);
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
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }

    /// A member's text; empty if there is none or it is no string.
    static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isTextual() ? value.textValue() : "";
    }

    /// Whether a member is there and tells something.
    static boolean has(JsonNode node, String member) {
        return node.hasNonNull(member);
    }

    /// Shows numbers as values that are written as they were read.
    private static final class VerbatimNumbers extends JsonParserDelegate {
        VerbatimNumbers(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            return shown(super.nextToken());
        }

        @Override
        public JsonToken currentToken() {
            return shown(super.currentToken());
        }

        @Override
        public int currentTokenId() {
            JsonToken token = currentToken();
            return token == null ? 0 : token.id();
        }

        @Override
        public boolean hasTokenId(int id) {
            return currentTokenId() == id;
        }

        @Override
        public boolean hasToken(JsonToken token) {
            return currentToken() == token;
        }

        @Override
        public Object getEmbeddedObject() throws IOException {
            return new RawValue(super.getText());
        }

        private static JsonToken shown(JsonToken token) {
            return token != null && token.isNumeric() ? JsonToken.VALUE_EMBEDDED_OBJECT : token;
        }
    }
}
