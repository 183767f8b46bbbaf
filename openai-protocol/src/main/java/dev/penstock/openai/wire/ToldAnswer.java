package dev.penstock.openai.wire;

import static dev.penstock.openai.wire.CarriedJson.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An answer in another API, told piece by piece; of it come the chunks of a completion with one choice.
///
/// It has to be told an [#end], or it is not whole. What is told behind that, or behind a failure, is not heard. Not safe for
/// concurrent use.
public final class ToldAnswer {
    private final AnswerCallIds ids;
    private final ChoiceChunks chunks;
    private int calls;
    private @Nullable ChatEnd end;
    private @Nullable Usage usage;
    private @Nullable FailureDetail failure;

    private ToldAnswer(AnswerCallIds ids, ChoiceChunks chunks) {
        this.ids = ids;
        this.chunks = chunks;
    }

    /// One of a chat.
    ///
    /// @param id unlike that of any other answer
    /// @param created in seconds
    public static ToldAnswer ofChat(String id, String model, long created) {
        return ofChat(id, model, created, Set.of());
    }

    /// One of a chat that goes on.
    ///
    /// @param calls the ids of the calls in the conversation; those of the answer are others
    public static ToldAnswer ofChat(String id, String model, long created, Set<String> calls) {
        return new ToldAnswer(AnswerCallIds.any(calls, id),
                new ChoiceChunks(new ChatFrame("chatcmpl-" + id, model, created)));
    }

    /// One of a text, which has no place for thoughts and calls.
    public static ToldAnswer ofText(String id, String model, long created) {
        return new ToldAnswer(AnswerCallIds.any(Set.of(), id),
                ChoiceChunks.ofText(new ChatFrame("cmpl-" + id, model, created)));
    }

    /// Says a piece of the answer, unless it is empty.
    public void say(String piece) {
        if (!isOver()) {
            chunks.say("content", piece);
        }
    }

    /// Says a piece of what the model thinks, unless it is empty.
    public void think(String piece) {
        if (!isOver()) {
            chunks.say("reasoning_content", piece);
        }
    }

    /// Tells a tool call that came whole.
    ///
    /// @param given the call's id; if it is empty or not new in the conversation, the call gets another one
    /// @param arguments an object, or a text with one in it; nothing counts as an empty one
    /// @throws OddEventException if it has no name, or its arguments are anything else
    public void call(String given, String name, JsonNode arguments) {
        if (isOver()) {
            return;
        }
        if (name.isEmpty()) {
            throw new OddEventException("sent a tool call without a name");
        }
        if (arguments.isArray() || arguments.isNumber() || arguments.isBoolean()) {
            throw new OddEventException("sent a tool call whose arguments are no object");
        }
        ObjectNode call = object().put("index", calls)
                .put("id", ids.next(given))
                .put("type", "function");
        call.putObject("function").put("name", name).put("arguments", CallArguments.text(arguments));
        chunks.call(call);
        calls++;
    }

    /// Tells anything else as the delta of a chunk, such as a call that comes in fragments.
    public void tell(ObjectNode delta) {
        if (!isOver()) {
            chunks.delta(delta);
        }
    }

    /// Tells what the answer has used so far, where the API says so before the end. It is paid for even if no end comes.
    public void usage(Usage soFar) {
        Usage before = usage;
        usage = before == null ? soFar : before.updatedBy(soFar);
    }

    /// Tells that the answer is whole; what comes behind it is not read.
    ///
    /// @param reason why the model stopped; one that stopped after a call stopped for it
    /// @param counted empty if the upstream did not say
    public void end(FinishReason reason, Optional<Usage> counted) {
        end(FinishWord.of(reason), counted);
    }

    /// The same in the upstream's word. One that reports an interruption is a failure; an unknown one reaches chat clients as it
    /// is.
    public void end(FinishWord word, Optional<Usage> counted) {
        if (isOver()) {
            return;
        }
        counted.ifPresent(this::usage);
        if (word.isInterruption()) {
            fail(ErrorJson.interruption(word));
            return;
        }
        FinishReason reason = word.reason();
        boolean called = calls > 0 && (reason == FinishReason.STOP || reason == FinishReason.OTHER);
        ChatEnd told = new ChatEnd(called ? FinishReason.TOOL_CALLS : reason, usage(), word.unknown());
        end = told;
        chunks.finish(told);
        usage().ifPresent(all -> chunks.usage(ChatFrame.usage(all)));
    }

    /// Tells that the upstream broke the answer off, in its words.
    public void fail(FailureDetail told) {
        if (!isOver()) {
            failure = told;
        }
    }

    private boolean isOver() {
        return end != null || failure != null;
    }

    List<ChatChunk> take() {
        return chunks.take();
    }

    Optional<ChatEnd> end() {
        return Optional.ofNullable(end);
    }

    Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    Optional<FailureDetail> failure() {
        return Optional.ofNullable(failure);
    }
}
