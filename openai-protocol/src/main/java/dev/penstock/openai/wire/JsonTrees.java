package dev.penstock.openai.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.domain.chat.JsonText;
import java.io.IOException;
import java.util.Optional;

/// JSON → trees and back, for what has to be looked into more deeply than [ChatJson] does. The limits are the same, but
/// for numbers.
public final class JsonTrees {
    /// Numbers of more digits are not read: the work grows with the square of their length.
    public static final int MAX_DIGITS = 10_000;

    private static final ObjectMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(ChatJson.LIMITS.rebuild().maxNumberLength(MAX_DIGITS).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonTrees() {}

    /// Reads UTF-8.
    ///
    /// @return empty if it is not one JSON value, whole and with nothing behind it
    public static Optional<JsonNode> read(byte[] json) {
        try {
            return Optional.of(MAPPER.readTree(json)).filter(tree -> !tree.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Reads the text of a chunk or a body, in which bytes that are no UTF-8 count as U+FFFD.
    ///
    /// @return empty as above
    public static Optional<JsonNode> read(JsonText json) {
        try {
            return Optional.of(MAPPER.readTree(json.text())).filter(tree -> !tree.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// One line. Half a surrogate pair, which JSON can spell and UTF-8 cannot, becomes a question mark.
    static JsonText write(JsonNode tree) {
        return JsonText.of(tree.toString());
    }
}
