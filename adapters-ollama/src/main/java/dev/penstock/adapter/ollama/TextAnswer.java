package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ChatFrame;
import dev.penstock.openai.wire.OddEventException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The responses of an answer's lines → the chunks of a text completion, which has no place for thoughts.
final class TextAnswer implements OllamaAnswer {
    private final ChatFrame frame;
    private List<ChatChunk> ready = new ArrayList<>();

    /// @param created in seconds
    TextAnswer(String id, String model, long created) {
        this.frame = new ChatFrame("cmpl-" + id, model, created);
    }

    @Override
    public void add(JsonNode line) {
        if (!line.path("response").isTextual()) {
            throw new OddEventException("sent a line without a response");
        }
        String piece = text(line, "response");
        if (!piece.isEmpty()) {
            say(piece, "");
        }
    }

    @Override
    public FinishReason end(FinishReason told, Optional<Usage> usage) {
        say("", ChatFrame.finish(told));
        usage.ifPresent(counted -> {
            ObjectNode chunk = chunk();
            chunk.putArray("choices");
            chunk.set("usage", ChatFrame.usage(counted));
            add(chunk, true);
        });
        return told;
    }

    @Override
    public List<ChatChunk> take() {
        List<ChatChunk> taken = ready;
        ready = new ArrayList<>();
        return taken;
    }

    /// @param finish why the model stopped; empty if it has not
    private void say(String piece, String finish) {
        ObjectNode chunk = chunk();
        ObjectNode choice = chunk.putArray("choices")
                .addObject()
                .put("text", piece)
                .put("index", 0)
                .putNull("logprobs");
        if (finish.isEmpty()) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", finish);
        }
        add(chunk, false);
    }

    private ObjectNode chunk() {
        return frame.around("text_completion");
    }

    private void add(ObjectNode chunk, boolean usageOnly) {
        ready.add(new ChatChunk(JsonText.owning(CarriedJson.write(chunk)), usageOnly));
    }
}
