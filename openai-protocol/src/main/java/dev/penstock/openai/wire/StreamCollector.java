package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import java.util.Map;
import java.util.TreeMap;

/// Chunks → one whole completion, for clients that want no stream from upstreams that offer nothing else.
///
/// Texts are joined, log probabilities are strung together, tool calls are put together by their index, and what is not
/// known here is kept, the last value winning. Not safe for concurrent use.
public final class StreamCollector {

    /// Thrown when a chunk has a shape of which no completion can be made. Its message goes on from "the upstream".
    public static final class OddChunkException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OddChunkException(String message) {
            super(message, null, false, false); // about the upstream's bytes: a stack trace tells nothing
        }
    }

    private final ObjectNode completion = JsonNodeFactory.instance.objectNode();
    private final Map<Integer, CollectedChoice> choices = new TreeMap<>();

    /// Adds the next chunk.
    ///
    /// @throws OddChunkException if nothing can be made of it
    public void add(ChatChunk chunk) {
        JsonNode json = JsonTrees.read(chunk.json())
                .orElseThrow(() -> new OddChunkException("sent a chunk that is not JSON"));
        object(json, "chunk").properties().forEach(member -> {
            if (!member.getKey().equals("choices")) {
                keepLast(completion, member.getKey(), member.getValue());
            }
        });
        for (JsonNode piece : elements(json.path("choices"), "choices")) {
            int index = object(piece, "choice").path("index").asInt(0);
            choices.computeIfAbsent(index, CollectedChoice::new).add(piece);
        }
    }

    /// The completion of what was added.
    public JsonText completion() {
        ArrayNode all = completion.putArray("choices");
        choices.values().forEach(choice -> all.add(choice.whole()));
        completion.put("object", isOfTexts(all) ? "text_completion" : "chat.completion");
        return JsonTrees.write(completion);
    }

    /// Whether choices have texts where those of chats have messages.
    static boolean isOfTexts(JsonNode choices) {
        return choices.path(0).has("text") && !choices.path(0).has("message");
    }

    /// Sets a member that is not known here, unless that would make something nothing.
    static void keepLast(ObjectNode target, String name, JsonNode value) {
        if (!value.isNull() || !target.has(name)) {
            target.set(name, value);
        }
    }

    static ObjectNode object(JsonNode value, String what) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw odd(what, "object");
    }

    /// The array; an empty one if there is none.
    static ArrayNode elements(JsonNode value, String what) {
        if (value instanceof ArrayNode array) {
            return array;
        }
        if (isNothing(value)) {
            return JsonNodeFactory.instance.arrayNode();
        }
        throw odd(what, "array");
    }

    /// The text; an empty one if there is none.
    static String text(JsonNode value, String what) {
        if (value.isTextual() || isNothing(value)) {
            return value.asText("");
        }
        throw odd(what, "text");
    }

    static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isMissingNode();
    }

    private static OddChunkException odd(String what, String expected) {
        return new OddChunkException("sent a chunk in which '" + what + "' is no " + expected);
    }
}
