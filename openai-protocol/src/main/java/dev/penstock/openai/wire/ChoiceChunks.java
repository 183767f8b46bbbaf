package dev.penstock.openai.wire;

import static dev.penstock.openai.wire.CarriedJson.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The chunks of a completion's only choice, as they are made of an answer in another API. The first of a chat says whose role
/// it is. Not safe for concurrent use.
public final class ChoiceChunks {
    private ChatFrame frame;
    private final boolean text;
    private List<ChatChunk> ready = new ArrayList<>();
    private boolean begun;

    /// Those of a chat.
    public ChoiceChunks(ChatFrame frame) {
        this(frame, false);
    }

    private ChoiceChunks(ChatFrame frame, boolean text) {
        this.frame = frame;
        this.text = text;
    }

    /// Those of a text completion, of which nothing but `content` can be said.
    static ChoiceChunks ofText(ChatFrame frame) {
        return new ChoiceChunks(frame, true);
    }

    /// More is known of the answer now.
    public void frame(ChatFrame known) {
        this.frame = known;
    }

    /// What has become ready since the last time.
    public List<ChatChunk> take() {
        List<ChatChunk> taken = ready;
        ready = new ArrayList<>();
        return taken;
    }

    /// Says a piece of a text, unless it is empty.
    ///
    /// @param member such as `content`
    public void say(String member, String piece) {
        if (!piece.isEmpty()) {
            delta(object().put(member, piece));
        }
    }

    /// Tells a tool call, or more of one.
    public void call(ObjectNode call) {
        ObjectNode delta = object();
        delta.putArray("tool_calls").add(call);
        delta(delta);
    }

    public void delta(ObjectNode more) {
        delta(more, "");
    }

    public void finish(FinishReason reason) {
        finish(new ChatEnd(reason, Optional.empty()));
    }

    /// The same, perhaps in the upstream's own word.
    public void finish(ChatEnd end) {
        delta(object(), ChatFrame.finish(end));
    }

    /// Tells what the answer cost, behind all else.
    public void usage(ObjectNode usage) {
        ObjectNode chunk = chunk();
        chunk.putArray("choices");
        chunk.set("usage", usage);
        ready.add(new ChatChunk(JsonText.owning(CarriedJson.write(chunk)), true));
    }

    /// @param finish why the model stopped; empty if it has not
    private void delta(ObjectNode more, String finish) {
        if (text && finish.isEmpty() && !more.has("content")) {
            return;
        }
        ObjectNode chunk = chunk();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        if (text) {
            choice.put("text", CarriedJson.text(more, "content")).putNull("logprobs");
        } else {
            choice.set("delta", begun ? more : object().put("role", "assistant").setAll(more));
        }
        begun = true;
        if (finish.isEmpty()) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", finish);
        }
        ready.add(new ChatChunk(JsonText.owning(CarriedJson.write(chunk)), false));
    }

    private ObjectNode chunk() {
        return frame.around(text ? "text_completion" : "chat.completion.chunk");
    }
}
