package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.CarriedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A model's reasoning on its way through a client and back, so that the next turn can show it to the model again.
///
/// Responses clients return `encrypted_content` as they got it. What the gateway puts there is no secret: it is what the
/// upstream said, its signed `reasoning_details` among it, in a form that leaves nobody tempted to read it.
///
/// @param text may be empty
/// @param details what OpenRouter sends as `reasoning_details`, if anything
record Thought(String text, List<ObjectNode> details) {
    private static final String MARK = "penstock1.";

    Thought {
        details = List.copyOf(details);
    }

    /// Whether a request brings reasoning back that was sealed here.
    static boolean isIn(JsonText request) {
        return request.contains('"' + MARK);
    }

    boolean isEmpty() {
        return text.isEmpty() && details.isEmpty();
    }

    /// What was thought first and what was thought then.
    Thought then(Thought later) {
        if (isEmpty()) {
            return later;
        }
        List<ObjectNode> all = new ArrayList<>(details);
        all.addAll(later.details);
        String between = text.isEmpty() || later.text.isEmpty() ? "" : "\n\n";
        return new Thought(text + between + later.text, all);
    }

    /// Reads a reasoning item. The gateway's own blob comes first; a summary is better than nothing.
    static Thought of(JsonNode item) {
        Optional<Thought> own = opened(CarriedJson.text(item, "encrypted_content"));
        if (own.isPresent()) {
            return own.get();
        }
        String content = join(item.path("content"));
        return new Thought(content.isEmpty() ? join(item.path("summary")) : content, List.of());
    }

    /// Gives an assistant's message of the chat request what it thought.
    void addTo(ObjectNode message) {
        if (!text.isEmpty()) {
            message.put("reasoning_content", text);
        }
        if (!details.isEmpty()) {
            message.putArray("reasoning_details").addAll(details);
        }
    }

    String sealed() {
        ObjectNode json = CarriedJson.object().put("text", text);
        if (!details.isEmpty()) {
            json.putArray("details").addAll(details);
        }
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(CarriedJson.write(json));
    }

    private static Optional<Thought> opened(String blob) {
        if (!blob.startsWith(MARK)) {
            return Optional.empty(); // another maker's, or none
        }
        try {
            byte[] json = Base64.getUrlDecoder()
                    .decode(blob.substring(MARK.length()).getBytes(StandardCharsets.ISO_8859_1));
            return CarriedJson.parsed(json).map(tree -> {
                List<ObjectNode> details = new ArrayList<>();
                tree.path("details").forEach(detail -> {
                    if (detail instanceof ObjectNode object) {
                        details.add(object);
                    }
                });
                return new Thought(CarriedJson.text(tree, "text"), details);
            });
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String join(JsonNode parts) {
        List<String> texts = new ArrayList<>();
        if (parts instanceof ArrayNode array) {
            array.forEach(part -> texts.add(CarriedJson.text(part, "text")));
        }
        return String.join("\n\n", texts);
    }
}
