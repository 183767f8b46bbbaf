package dev.penstock.openai.wire;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Gives the tool calls of one answer ids that are not empty and that nothing else in the conversation has. An id for which
/// this is true stays as it is.
///
/// [ToolCallIds] takes the ids back in later requests. Not safe for concurrent use.
public final class AnswerCallIds {
    private static final String REQUEST = "req_";

    private final Set<String> taken;
    private final String core;
    private final boolean restricted;
    private int calls;

    private AnswerCallIds(Collection<String> history, String core, boolean restricted) {
        this.taken = new HashSet<>(history);
        this.core = core;
        this.restricted = restricted;
    }

    /// For clients that accept any id.
    ///
    /// @param history the ids of the request's calls
    /// @param core letters and digits that no other answer has, for calls without an id
    public static AnswerCallIds any(Collection<String> history, String core) {
        return new AnswerCallIds(history, core, false);
    }

    /// For clients whose API allows letters, digits, `_` and `-` in ids. Others are encoded; [ToolCallIds] decodes them.
    ///
    /// @param history the ids of the request's calls
    /// @param core letters and digits that no other answer has, for calls without an id
    public static AnswerCallIds restricted(Collection<String> history, String core) {
        return new AnswerCallIds(history, core, true);
    }

    /// What tells an answer from every other one: the request's id without its prefix.
    public static String core(String requestId) {
        return requestId.startsWith(REQUEST) ? requestId.substring(REQUEST.length()) : requestId;
    }

    /// The id of the answer's next call. To be asked once for each.
    ///
    /// @param given as the upstream wrote it; may be empty
    public String next(String given) {
        String id = given.isEmpty() ? "call_" + core + "_" + calls : given;
        calls++;
        String wanted = !restricted || CallIdCodec.isClear(id)
                ? id
                : CallIdCodec.encode(id, 0, CallIdCodec.LONGEST_CLIENT);
        for (int number = 1; !taken.add(wanted); number++) {
            wanted = CallIdCodec.encode(id, number, CallIdCodec.LONGEST_WRITTEN);
        }
        return wanted;
    }
}
