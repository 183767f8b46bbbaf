package dev.penstock.adapter.http.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.CarriedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What the gateway writes as the signature of a thought: where in the upstream's answer it stood, so that it can go back
/// the way it came. Clients keep signatures and send them back unread.
final class Signature {
    /// DashScope's name of the field, and of most.
    static final String REASONING_CONTENT = "reasoning_content";
    /// OpenRouter's, Ollama's and vLLM's.
    static final String REASONING = "reasoning";

    private static final String DETAILS = "reasoning_details";
    private static final String MADE_HERE = "penstock/1 ";
    /// How every signature begins that was made here, up to where its coding depends on what follows.
    private static final String BEGINNING = "\"cGVuc3RvY2svMS";

    private Signature() {}

    /// For a thought that was a string.
    ///
    /// @param field one of this class's
    static String of(String field) {
        return encoded(MADE_HERE + field);
    }

    /// For a thought that came with OpenRouter's details, which have to go back unmodified.
    static String of(ArrayNode details) {
        return encoded(MADE_HERE + CarriedJson.text(details));
    }

    /// Puts a thought of an earlier answer where it stood in that answer.
    ///
    /// Whether a request brings back a thought with a signature that was made here.
    static boolean isIn(JsonText request) {
        return request.contains(BEGINNING);
    }

    /// Without a signature it goes where most upstreams look for it. One that somebody else has signed was another
    /// model's, and is left out.
    static void restore(ObjectNode message, String thought, String signature) {
        if (signature.isEmpty()) {
            append(message, REASONING_CONTENT, thought);
            return;
        }
        String origin = decoded(signature).orElse("");
        if (origin.equals(REASONING_CONTENT) || origin.equals(REASONING)) {
            append(message, origin, thought);
        } else if (origin.startsWith("[")) {
            details(origin).ifPresent(details -> {
                ArrayNode all = message.get(DETAILS) instanceof ArrayNode known
                        ? known
                        : message.putArray(DETAILS);
                all.addAll(details);
            });
        }
    }

    private static void append(ObjectNode message, String field, String thought) {
        String before = message.path(field).asText("");
        if (!thought.isEmpty()) {
            message.put(field, before.isEmpty() ? thought : before + "\n\n" + thought);
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> decoded(String signature) {
        try {
            String text = new String(Base64.getDecoder().decode(signature), StandardCharsets.UTF_8);
            return text.startsWith(MADE_HERE)
                    ? Optional.of(text.substring(MADE_HERE.length()))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<ArrayNode> details(String json) {
        try {
            JsonNode read = CarriedJson.read(json);
            return read instanceof ArrayNode array ? Optional.of(array) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
