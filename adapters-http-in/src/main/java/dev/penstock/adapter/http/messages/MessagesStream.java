package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.adapter.http.dialect.KeptCost;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.adapter.http.dialect.Untellable;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.openai.wire.CarriedJson;
import java.util.List;

/// Chunks → the events of a message.
///
/// One `message_start`, blocks one after the other, and then either `message_delta` and `message_stop` or an `error`.
/// The reason to stop and the usage are known when the answer has ended, and not before.
final class MessagesStream implements StreamConverter {
    private final MessageHead head;
    private final Thoughts thoughts = new Thoughts();
    private final Blocks blocks = new Blocks(thoughts);
    private final ToolCalls calls;
    private final StringBuilder thoughtLater = new StringBuilder();
    private final StringBuilder saidLater = new StringBuilder();
    private boolean begun;
    private long held;

    MessagesStream(MessageHead head) {
        this.head = head;
        this.calls = new ToolCalls(head.tools().names(), head.callIds());
    }

    @Override
    public void chunks(List<ChatChunk> chunks, EventBuffer out) {
        blocks.writeTo(out);
        for (ChatChunk chunk : chunks) {
            JsonNode json = read(chunk);
            begin(json.path("model").asText(""), out);
            add(json.path("choices").path(0).path("delta"));
        }
    }

    /// Arguments of calls, what came behind the first call, and details of thoughts.
    @Override
    public long held() {
        return held;
    }

    @Override
    public void end(ChatEnd end, EventBuffer out) {
        blocks.writeTo(out);
        begin("", out);
        calls.end(blocks, end.reason());
        say(thoughtLater.toString(), saidLater.toString());
        blocks.keepDetails();
        ObjectNode event = NODES.objectNode().put("type", "message_delta");
        event.putObject("delta")
                .put("stop_reason", StopReason.of(end.reason(), calls.any()))
                .putNull("stop_sequence");
        event.set("usage", end.usage()
                .map(MessageUsage::of)
                .orElseGet(() -> MessageUsage.estimated(head.inputTokens(), blocks.outputTokens()))
                .ended());
        out.event("message_delta", CarriedJson.write(event));
        out.event("message_stop", CarriedJson.write(NODES.objectNode().put("type", "message_stop")));
    }

    /// The open block stays open: a client must not take it for whole.
    @Override
    public void failure(ErrorAnswer error, EventBuffer out) {
        out.event("error", MessagesErrors.INSTANCE.event(error, head.requestId()));
    }

    /// Before the first chunk a message is begun if it is known whose it is.
    @Override
    public void heartbeat(EventBuffer out) {
        if (begun) {
            ping(out);
        } else if (head.model().isPresent()) {
            begin("", out);
        } else {
            out.comment("keep-alive");
        }
    }

    /// Whether calls are whole is known for sure only at the end, and until then nothing else may be told.
    private void add(JsonNode delta) {
        String thought = thoughts.take(delta);
        String text = WholeMessage.text(delta);
        if (calls.pending()) {
            thoughtLater.append(thought);
            saidLater.append(text);
            held += KeptCost.of(thought) + KeptCost.of(text);
        } else {
            say(thought, text);
        }
        calls.add(delta.path("tool_calls"), blocks);
        held += KeptCost.of(delta.path("tool_calls")) + KeptCost.of(delta.path("reasoning_details"));
    }

    private void say(String thought, String text) {
        if (!thought.isEmpty()) {
            blocks.thinking(thought);
        }
        if (!text.isEmpty()) {
            blocks.text(text);
        }
    }

    private void begin(String answering, EventBuffer out) {
        if (begun) {
            return;
        }
        begun = true;
        ObjectNode message = head.message(answering);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.set("usage", MessageUsage.estimated(head.inputTokens(), 0).begun());
        ObjectNode event = NODES.objectNode().put("type", "message_start");
        event.set("message", message);
        out.event("message_start", CarriedJson.write(event));
        ping(out);
    }

    private static void ping(EventBuffer out) {
        out.event("ping", CarriedJson.write(NODES.objectNode().put("type", "ping")));
    }

    private static JsonNode read(ChatChunk chunk) {
        try {
            return CarriedJson.read(chunk.json().toBytes());
        } catch (JsonProcessingException e) {
            throw Untellable.because("the upstream sent a chunk that is not JSON", e);
        }
    }
}
