package dev.penstock.openai.wire;

import static dev.penstock.openai.wire.CarriedJson.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import java.util.ArrayList;
import java.util.List;

/// The chunks of a chat's only choice, as they are made of an answer in another API. The first says whose role it is. Not safe
/// for concurrent use.
public final class ChoiceChunks {
    private static final String OBJECT = "chat.completion.chunk";

    private ChatFrame frame;
    private List<ChatChunk> ready = new ArrayList<>();
    private boolean begun;

    public ChoiceChunks(ChatFrame frame) {
        this.frame = frame;
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
        delta(object(), ChatFrame.finish(reason));
    }

    /// Tells what the answer cost, behind all else.
    public void usage(ObjectNode usage) {
        ObjectNode chunk = frame.around(OBJECT);
        chunk.putArray("choices");
        chunk.set("usage", usage);
        ready.add(new ChatChunk(JsonText.owning(CarriedJson.write(chunk)), true));
    }

    /// @param finish why the model stopped; empty if it has not
    private void delta(ObjectNode more, String finish) {
        ObjectNode delta = begun ? more : object().put("role", "assistant").setAll(more);
        begun = true;
        ObjectNode chunk = frame.around(OBJECT);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        if (finish.isEmpty()) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", finish);
        }
        ready.add(new ChatChunk(JsonText.owning(CarriedJson.write(chunk)), false));
    }
}
