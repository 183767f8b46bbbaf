package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Moves the results of tool calls in a chat right behind the calls. OpenAI, DashScope, DeepSeek and others answer 400 if
/// another message stands between a call and its result.
///
/// Results keep their order among themselves, and so do all other messages. Neighbouring messages of the assistant count as
/// one: their results follow the last of them. If an id was used for several calls, a result belongs to the latest call
/// that has none. A result without a call stays where it is, and a call without a result stays without one: whether to
/// accept either is the upstream's decision.
public final class ToolResultOrder {
    private static final int NONE = -1;

    private ToolResultOrder() {}

    /// Orders the messages of a chat.
    ///
    /// @return the messages themselves if their order is right
    public static ArrayNode ordered(ArrayNode messages) {
        int[] order = of(messages);
        ArrayNode ordered = CarriedJson.NODES.arrayNode(order.length);
        boolean moved = false;
        for (int i = 0; i < order.length; i++) {
            moved |= order[i] != i;
            ordered.add(messages.get(order[i]));
        }
        return moved ? ordered : messages;
    }

    /// Returns the indices of the messages of a chat in the right order.
    public static int[] of(JsonNode messages) {
        int[] calledBy = callers(messages);
        Map<Integer, List<Integer>> results = new HashMap<>();
        for (int i = 0; i < calledBy.length; i++) {
            if (calledBy[i] != NONE) {
                results.computeIfAbsent(calledBy[i], _ -> new ArrayList<>()).add(i);
            }
        }
        int[] order = new int[calledBy.length];
        int next = 0;
        for (int i = 0; i < calledBy.length; i++) {
            if (calledBy[i] == NONE) {
                order[next++] = i;
                for (int result : results.getOrDefault(i, List.of())) {
                    order[next++] = result;
                }
            }
        }
        return order;
    }

    /// Returns for each result the index of the message behind which it belongs.
    private static int[] callers(JsonNode messages) {
        Map<String, Deque<Integer>> unanswered = new HashMap<>();
        int[] callers = new int[messages.size()];
        int end = NONE;
        for (int i = 0; i < callers.length; i++) {
            JsonNode message = messages.path(i);
            callers[i] = NONE;
            if (isAssistant(message)) {
                end = end < i ? endOfTurn(messages, i) : end;
                for (JsonNode call : message.path("tool_calls")) {
                    unanswered.computeIfAbsent(call.path("id").asText(""), _ -> new ArrayDeque<>()).push(end);
                }
            } else if (message.path("role").asText().equals("tool")) {
                Deque<Integer> calls = unanswered.get(message.path("tool_call_id").asText(""));
                if (calls != null && !calls.isEmpty()) {
                    callers[i] = calls.pop();
                }
            }
        }
        return callers;
    }

    private static int endOfTurn(JsonNode messages, int start) {
        int end = start;
        while (isAssistant(messages.path(end + 1))) {
            end++;
        }
        return end;
    }

    private static boolean isAssistant(JsonNode message) {
        return message.path("role").asText().equals("assistant");
    }
}
