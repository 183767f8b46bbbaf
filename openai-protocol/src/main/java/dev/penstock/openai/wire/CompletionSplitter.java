package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import java.util.ArrayList;
import java.util.List;

/// One whole completion → chunks, for upstreams that answer with a whole where a stream was asked for.
public final class CompletionSplitter {
    private CompletionSplitter() {}

    /// For each choice a chunk with its message and one with its finish, or one with its text, then one with the usage.
    ///
    /// @param completion a JSON object with `choices`, an array of objects
    public static List<ChatChunk> split(JsonNode completion) {
        List<ChatChunk> chunks = new ArrayList<>();
        ObjectNode frame = completion.deepCopy();
        frame.remove("usage");
        frame.remove("choices");
        boolean texts = StreamCollector.isOfTexts(completion.path("choices"));
        if (!texts) {
            frame.put("object", "chat.completion.chunk");
        }
        for (JsonNode choice : completion.path("choices")) {
            if (texts) {
                chunks.add(chunk(frame, choice));
                continue;
            }
            ObjectNode piece = choice.deepCopy();
            JsonNode message = piece.remove("message");
            String finish = piece.path("finish_reason").asText("");
            piece.putNull("finish_reason");
            if (message instanceof ObjectNode delta) {
                number(delta.path("tool_calls"));
                chunks.add(chunk(frame, piece.deepCopy().set("delta", delta)));
                piece.remove("logprobs"); // clients string those of all chunks together
            }
            piece.putObject("delta");
            if (!finish.isEmpty()) {
                piece.put("finish_reason", finish);
            }
            chunks.add(chunk(frame, piece));
        }
        if (completion.path("usage").isObject()) {
            ObjectNode last = frame.deepCopy();
            last.putArray("choices");
            last.set("usage", completion.path("usage"));
            chunks.add(new ChatChunk(JsonTrees.write(last), true));
        }
        return chunks;
    }

    /// Fragments of tool calls need an index; whole calls may lack it.
    private static void number(JsonNode calls) {
        int index = 0;
        for (JsonNode call : calls) {
            if (call instanceof ObjectNode known && !known.has("index")) {
                known.put("index", index);
            }
            index++;
        }
    }

    private static ChatChunk chunk(ObjectNode frame, JsonNode choice) {
        ObjectNode chunk = frame.deepCopy();
        ArrayNode choices = chunk.putArray("choices");
        choices.add(choice);
        return new ChatChunk(JsonTrees.write(chunk), false);
    }
}
