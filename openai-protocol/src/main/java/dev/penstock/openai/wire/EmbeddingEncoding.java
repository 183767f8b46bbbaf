package dev.penstock.openai.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The two encodings of a vector in OpenAI's embeddings API: `float`, an array of numbers, and `base64`, the base64 of 32-bit
/// floats in little-endian order. Converts the response of an upstream that ignored the request's `encoding_format`.
public final class EmbeddingEncoding {
    /// Members with which upstreams beside OpenAI are asked for other vectors than floats.
    private static final Set<String> OTHER_TYPES = Set.of("embedding_type", "embedding_types",
            "output_dtype");

    private EmbeddingEncoding() {}

    /// Converts the vectors of a response to the encoding that the request asks for; `float` if it names none. Everything
    /// else keeps its bytes. A vector that cannot be converted without loss, such as a list of lists or one with numbers
    /// beyond the range of 32-bit floats, keeps its bytes, too; so do all if the request asks for another type than floats.
    ///
    /// @param request the embeddings request
    /// @param response a JSON object in UTF-8
    /// @return the response itself if there was nothing to convert
    public static JsonText convert(ChatBody request, JsonText response) {
        return switch (encoding(request)) {
            case "base64" -> edited(response, '[', EmbeddingEncoding::base64);
            case "float" -> edited(response, '"', EmbeddingEncoding::numbers);
            default -> response;
        };
    }

    /// Whether a vector of the response has the other encoding than the request asks for.
    public static boolean differs(ChatBody request, JsonNode response) {
        String asked = encoding(request);
        for (JsonNode one : response.path("data")) {
            JsonNode vector = one.path("embedding");
            if (vector.isArray() ? asked.equals("base64") : vector.isTextual() && asked.equals("float")) {
                return true;
            }
        }
        return false;
    }

    /// @return `float`, `base64`, or another word if the request asks for something that is neither
    private static String encoding(ChatBody request) {
        for (ChatBody.Member member : request.members()) {
            String value = request.value(member).unescaped();
            if (OTHER_TYPES.contains(member.name()) && !value.equals("null") && !value.equals("\"float\"")) {
                return "other";
            }
        }
        String asked = request.member("encoding_format")
                .map(m -> request.value(m).unescaped())
                .orElse("null");
        return asked.equals("null") ? "float" : asked.replace("\"", "");
    }

    /// Encodes a vector as base64.
    ///
    /// @param vector an array, as [CarriedJson] reads it
    /// @return empty unless all elements are numbers within the range of 32-bit floats
    public static Optional<String> base64(JsonNode vector) {
        return base64(JsonText.owning(CarriedJson.write(vector))).map(quoted -> {
            String text = quoted.text();
            return text.substring(1, text.length() - 1);
        });
    }

    private interface Conversion {
        Optional<JsonText> convert(JsonText vector);
    }

    private static JsonText edited(JsonText response, char first, Conversion conversion) {
        if (isWide(response)) {
            return response;
        }
        ChatBody body = new ChatBody(response, ChatJson.members(response));
        BodyEdits edits = new BodyEdits(body);
        for (ChatBody.Member member : body.members()) {
            if (!member.name().equals("data") || response.byteAt(member.valueStart()) != '[') {
                continue;
            }
            for (ChatJson.Span one : ChatJson.elements(body.value(member))) {
                int start = member.valueStart() + one.start();
                int end = member.valueStart() + one.end();
                if (response.byteAt(start) == '{') {
                    edit(edits, start, response.slice(start, end), first, conversion);
                }
            }
        }
        return edits.apply();
    }

    private static void edit(BodyEdits edits, int offset, JsonText embedding, char first,
            Conversion conversion) {
        for (ChatBody.Member member : ChatJson.members(embedding)) {
            if (member.name().equals("embedding") && embedding.byteAt(member.valueStart()) == first) {
                conversion.convert(embedding.slice(member.valueStart(), member.valueEnd()))
                        .ifPresent(converted -> edits.replace(offset + member.valueStart(),
                                offset + member.valueEnd(), converted));
            }
        }
    }

    /// Whether the text is UTF-16 or UTF-32, in which offsets are not known.
    private static boolean isWide(JsonText text) {
        return text.length() < 2 || text.byteAt(0) == 0 || text.byteAt(1) == 0
                || text.byteAt(0) == (byte) 0xFE
                || text.byteAt(0) == (byte) 0xFF;
    }

    private static Optional<JsonText> base64(JsonText array) {
        float[] vector = new float[1024];
        int size = 0;
        try (JsonParser parser = ChatJson.parser(array)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                float value = parser.currentToken().isNumeric()
                        ? Float.parseFloat(parser.getText())
                        : Float.NaN;
                if (!Float.isFinite(value)) {
                    return Optional.empty();
                }
                if (size == vector.length) {
                    vector = Arrays.copyOf(vector, 2 * size);
                }
                vector[size++] = value;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array that was scanned can be read", e);
        }
        ByteBuffer packed = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        packed.asFloatBuffer().put(vector, 0, size);
        return Optional.of(JsonText.of('"' + Base64.getEncoder().encodeToString(packed.array()) + '"'));
    }

    /// @return empty unless the string is base64 of finite floats
    private static Optional<JsonText> numbers(JsonText string) {
        String text = string.unescaped();
        ByteBuffer packed;
        try {
            packed = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(1, text.length() - 1)))
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (packed.remaining() % Float.BYTES != 0) {
            return Optional.empty();
        }
        List<String> numbers = new ArrayList<>(packed.remaining() / Float.BYTES);
        while (packed.hasRemaining()) {
            float number = packed.getFloat();
            if (!Float.isFinite(number)) {
                return Optional.empty();
            }
            numbers.add(Float.toString(number));
        }
        return Optional.of(JsonText.of("[" + String.join(",", numbers) + "]"));
    }
}
