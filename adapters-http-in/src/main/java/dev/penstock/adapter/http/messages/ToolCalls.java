package dev.penstock.adapter.http.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.adapter.http.dialect.Untellable;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CallPieces;
import dev.penstock.openai.wire.CallPieces.Call;
import dev.penstock.openai.wire.ToolNames;

/// The calls of one answer. Upstreams may send them interleaved; a message has them one after the other, so that the
/// first that is not whole goes out as it comes and the others wait. Not safe for concurrent use.
final class ToolCalls {
    /// What is wrong with a call that names no tool.
    static final String NAMELESS = "the upstream calls a tool without naming it";

    private final ToolNames names;
    private final AnswerCallIds ids;
    private final CallPieces pieces = new CallPieces();
    private int sent;
    private int told;
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
        return sent < pieces.calls().size();
    }

    /// Whether any was told to the client.
    boolean any() {
        return any;
    }

    /// Takes the `tool_calls` of a chunk.
    ///
    /// @throws UpstreamException if the arguments of a call go on behind their end
    void add(JsonNode fragments, Blocks blocks) {
        pieces.nextDelta();
        for (JsonNode fragment : fragments) {
            Call call = pieces.add(fragment);
            if (call.isOverrun()) {
                throw odd(call, "that go on behind their end");
            }
            send(blocks);
        }
    }

    /// Nothing comes any more.
    ///
    /// @param reason an answer that was cut, for its length or by a filter, may have a call that is not whole
    /// @throws UpstreamException if another one has
    void end(Blocks blocks, FinishReason reason) {
        boolean cut = reason.mayCut();
        while (pending()) {
            Call first = pieces.calls().get(sent);
            boolean whole = first.input().isPresent();
            if (!open && cut && (!whole || first.name().isEmpty())) {
                sent++; // the client could not run it
                continue;
            }
            if (first.name().isEmpty()) {
                throw Untellable.because(NAMELESS);
            }
            if (!whole && !cut) {
                throw odd(first, first.isObject() && !first.isWhole()
                        ? "that stop in the middle"
                        : "that are no JSON object");
            }
            if (!open) {
                open(first, blocks);
            }
            finish(first, blocks);
        }
    }

    private void send(Blocks blocks) {
        while (pending()) {
            Call first = pieces.calls().get(sent);
            if (!open && !first.id().isEmpty() && !first.name().isEmpty()) {
                open(first, blocks);
            }
            if (!open) {
                return;
            }
            input(first, blocks);
            boolean another = sent + 1 < pieces.calls().size();
            if (!another || !first.isWhole()) {
                return;
            }
            if (first.input().isEmpty()) {
                throw odd(first, "that are no JSON object");
            }
            finish(first, blocks);
        }
    }

    private void open(Call call, Blocks blocks) {
        blocks.tool(ids.next(call.id()), names.client(call.name()));
        open = true;
        any = true;
    }

    /// Sends what has arrived of an object.
    private void input(Call call, Blocks blocks) {
        if (call.isObject() && told < call.length()) {
            blocks.input(call.argumentsFrom(told));
            told = call.length();
        }
    }

    private void finish(Call call, Blocks blocks) {
        input(call, blocks);
        if (told == 0) {
            blocks.input("{}");
        }
        blocks.close();
        open = false;
        told = 0;
        sent++;
    }

    private static UpstreamException odd(Call call, String how) {
        return Untellable.because("the upstream calls the tool " + call.name() + " with arguments " + how);
    }
}
