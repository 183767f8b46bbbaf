package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Gives the tool calls of a conversation ids that its upstream accepts: legal, unique, and the same for a call and its result.
///
/// Calls and results are passed in the order of the conversation. An id depends only on what came before it, so the ids of a
/// conversation do not change when it goes on. An id that is accepted as it is and occurs once stays. Two different ids never
/// become one. Where several calls have one id, its results are assigned to them in order. Not safe for concurrent use.
public final class ToolCallIds {
    /// What an upstream accepts.
    public enum Rule {
        /// Letters, digits, `_` and `-`, at most 64 characters.
        RESTRICTED,
        /// Any id that is not empty.
        ANY,
        /// The same; ids that a client got from [AnswerCallIds] become what the upstream wrote.
        AS_WRITTEN_UPSTREAM
    }

    /// The calls of one id.
    private static final class Calls {
        private final Deque<String> waiting = new ArrayDeque<>();
        private final Deque<String> passedOver = new ArrayDeque<>();
        private int count;
        private int turn;
        private String answered = "";
    }

    private final Rule rule;
    private final Map<String, Calls> byId = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private int turn;

    public ToolCallIds(Rule rule) {
        this.rule = rule;
    }

    /// Ends a turn of the assistant. Results that follow belong to the calls of the latest turn first.
    public void endTurn() {
        turn++;
    }

    /// The id of the next call.
    ///
    /// @param id as the client wrote it; may be empty
    public String call(String id) {
        Calls calls = byId.computeIfAbsent(id, _ -> new Calls());
        if (calls.turn != turn) {
            calls.turn = turn;
            while (!calls.waiting.isEmpty()) {
                calls.passedOver.push(calls.waiting.remove());
            }
        }
        String assigned = free(id, calls.count++);
        calls.waiting.add(assigned);
        return assigned;
    }

    /// The id of the call that the next result belongs to.
    ///
    /// @param id as the client wrote it; may be empty
    public String result(String id) {
        Calls calls = byId.get(id);
        if (calls == null) {
            return preferred(id);
        }
        if (!calls.waiting.isEmpty()) {
            calls.answered = calls.waiting.remove();
        } else if (!calls.passedOver.isEmpty()) {
            calls.answered = calls.passedOver.pop();
        }
        return calls.answered;
    }

    /// The ids of all calls so far, as the client wrote them and as they are now. A copy.
    public Set<String> known() {
        Set<String> known = new HashSet<>(taken);
        known.addAll(byId.keySet());
        return known;
    }

    /// Changes the ids in chat messages in place.
    ///
    /// @param messages the member `messages` of a chat request
    public void rewrite(JsonNode messages) {
        for (JsonNode message : messages) {
            if (!CarriedJson.text(message, "role").equals("assistant")) {
                endTurn();
            }
            for (JsonNode call : message.path("tool_calls")) {
                if (call instanceof ObjectNode one) {
                    one.put("id", call(CarriedJson.text(one, "id")));
                }
            }
            if (CarriedJson.text(message, "role").equals("tool") && message instanceof ObjectNode result) {
                result.put("tool_call_id", result(CarriedJson.text(result, "tool_call_id")));
            }
        }
    }

    /// @param number how many calls before it have the id
    private String free(String id, int number) {
        String wanted = number == 0 ? preferred(id) : numbered(id, number);
        for (int next = number + 1; !taken.add(wanted); next++) {
            wanted = numbered(id, next);
        }
        return wanted;
    }

    private String preferred(String id) {
        boolean accepted = switch (rule) {
            case RESTRICTED -> CallIdCodec.isLegal(id, CallIdCodec.LONGEST_UPSTREAM);
            case ANY, AS_WRITTEN_UPSTREAM -> !id.isEmpty();
        };
        if (!accepted) {
            return numbered(id, 0);
        }
        return rule == Rule.AS_WRITTEN_UPSTREAM ? CallIdCodec.decode(id).orElse(id) : id;
    }

    private static String numbered(String id, int number) {
        return CallIdCodec.encode(id, number, CallIdCodec.LONGEST_WRITTEN);
    }
}
