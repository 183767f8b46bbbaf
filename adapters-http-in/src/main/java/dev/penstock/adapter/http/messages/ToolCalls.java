package dev.penstock.adapter.http.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.adapter.http.dialect.Untellable;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.ToolNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls of one answer. Upstreams may send them interleaved; a message has them one after the other, so that the
/// first that is not whole goes out as it comes and the others wait. Not safe for concurrent use.
final class ToolCalls {
    private final ToolNames names;
    private final AnswerCallIds ids;
    private final List<ToolCall> calls = new ArrayList<>();
    private int sent;
    private boolean open;
    private boolean any;

    /// @param names of the request's tools
    /// @param ids gives each call its id for the client
    ToolCalls(ToolNames names, AnswerCallIds ids) {
        this.names = names;
        this.ids = ids;
    }

    /// Whether there are any that wait or are open.
    boolean pending() {
        return sent < calls.size();
    }

    /// Whether any was told to the client.
    boolean any() {
        return any;
    }

    void add(JsonNode delta, Blocks blocks) {
        call(delta).add(delta);
        while (pending()) {
            ToolCall first = calls.get(sent);
            if (!begin(first, blocks)) {
                return;
            }
            first.send(blocks::input);
            boolean another = sent + 1 < calls.size();
            if (!another || !first.isWhole()) {
                return;
            }
            finish(first, blocks);
        }
    }

    /// Nothing comes any more.
    ///
    /// @param reason an answer that was cut, for its length or by a filter, may have a call that is not whole
    /// @throws UpstreamException if another one has
    void end(Blocks blocks, FinishReason reason) {
        while (pending()) {
            ToolCall first = calls.get(sent);
            if (first.name().isEmpty()) {
                sent++; // nobody could run it
                continue;
            }
            if (first.isCut() && (reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS)) {
                throw Untellable.because("the upstream calls the tool " + first.name()
                        + " with arguments that stop in the middle");
            }
            if (!open) {
                open(first, blocks);
            }
            finish(first, blocks);
        }
    }

    private boolean begin(ToolCall call, Blocks blocks) {
        if (!open && call.isNamed()) {
            open(call, blocks);
        }
        return open;
    }

    private void open(ToolCall call, Blocks blocks) {
        blocks.tool(ids.next(call.id()), names.client(call.name()));
        open = true;
        any = true;
    }

    private void finish(ToolCall call, Blocks blocks) {
        call.sendLast(blocks::input);
        blocks.close();
        open = false;
        sent++;
    }

    private ToolCall call(JsonNode delta) {
        String id = delta.path("id").asText("");
        int index = delta.path("index").asInt(-1);
        ToolCall known = index < 0 ? latest(id) : of(index, id);
        if (known != null) {
            return known;
        }
        ToolCall fresh = new ToolCall(index < 0 ? calls.size() : index);
        calls.add(fresh);
        return fresh;
    }

    /// The latest one of that index.
    private @Nullable ToolCall of(int index, String id) {
        for (ToolCall call : calls.reversed()) {
            if (call.index() == index) {
                return call.isMeantBy(index, id) ? call : null;
            }
        }
        return null;
    }

    /// Servers that send no index send an id with each new call.
    private @Nullable ToolCall latest(String id) {
        if (calls.isEmpty()) {
            return null;
        }
        ToolCall latest = calls.getLast();
        return id.isEmpty() || id.equals(latest.id()) ? latest : null;
    }
}
