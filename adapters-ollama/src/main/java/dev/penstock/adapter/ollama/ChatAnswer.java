package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.ChatFrame;
import dev.penstock.openai.wire.ChoiceChunks;
import dev.penstock.openai.wire.OddEventException;
import java.util.List;
import java.util.Optional;

/// The messages of an answer's lines → the chunks of a chat completion. Tool calls come whole, and old servers give them no
/// ids; then they get some that no other request's have.
final class ChatAnswer implements OllamaAnswer {
    private final String id;
    private final ChoiceChunks chunks;
    private int calls;

    /// @param created in seconds
    ChatAnswer(String id, String model, long created) {
        this.id = id;
        this.chunks = new ChoiceChunks(new ChatFrame("chatcmpl-" + id, model, created));
    }

    @Override
    public void add(JsonNode line) {
        JsonNode message = line.path("message");
        if (!message.isObject()) {
            throw new OddEventException("sent a line without a message");
        }
        chunks.say("reasoning_content", text(message, "thinking"));
        chunks.say("content", text(message, "content"));
        message.path("tool_calls").forEach(this::call);
    }

    private void call(JsonNode call) {
        JsonNode function = call.path("function");
        if (text(function, "name").isEmpty()) {
            throw new OddEventException("sent a tool call without a name");
        }
        String given = text(call, "id");
        ObjectNode told = object().put("index", calls)
                .put("id", given.isEmpty() ? "call_" + id + "_" + calls : given)
                .put("type", "function");
        told.putObject("function")
                .put("name", text(function, "name"))
                .put("arguments", CallArguments.text(function.path("arguments")));
        chunks.call(told);
        calls++;
    }

    /// The API says `stop` of an answer that calls tools.
    @Override
    public FinishReason end(FinishReason told, Optional<Usage> usage) {
        FinishReason reason = calls > 0 ? FinishReason.TOOL_CALLS : told;
        chunks.finish(reason);
        usage.ifPresent(counted -> chunks.usage(ChatFrame.usage(counted)));
        return reason;
    }

    @Override
    public List<ChatChunk> take() {
        return chunks.take();
    }
}
