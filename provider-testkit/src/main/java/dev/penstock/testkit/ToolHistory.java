package dev.penstock.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A conversation with tool calls, each part of which has a mark by which it is found in whatever API: `asked-Oslo` in the
/// arguments of a call, `got-Oslo` in its result, `words-1` in the first message that is neither.
final class ToolHistory {
    private static final String CALLED = "asked-";
    private static final String RESULT = "got-";
    private static final String WORDS = "words-";

    private final ObjectNode request = JsonNodeFactory.instance.objectNode().put("model", "client-model");
    private final Set<String> places = new LinkedHashSet<>();
    private final List<String> marks = new ArrayList<>();
    private int words;

    private ToolHistory() {}

    /// @param history the messages behind a first one of the user: `calls Oslo Rome`, `result Oslo`, `user`, `system` or
    ///        `assistant`, with semicolons between
    static ToolHistory of(String history) {
        ToolHistory conversation = new ToolHistory();
        conversation.says("user");
        for (String message : history.split("; ", -1)) {
            List<String> parts = List.of(message.split(" ", -1));
            switch (parts.getFirst()) {
                case "calls" -> conversation.calls(parts.subList(1, parts.size()));
                case "result" -> conversation.result(parts.get(1));
                default -> conversation.says(message);
            }
        }
        ArrayNode tools = conversation.request.putArray("tools");
        conversation.places.forEach(place -> tools.addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", "weather_" + place)
                .putObject("parameters")
                .put("type", "object")
                .putObject("properties")
                .putObject("city")
                .put("type", "string"));
        return conversation;
    }

    Ask ask() {
        return new Ask(request.toString());
    }

    /// The same with other arguments in every call.
    Ask withArguments(JsonNode arguments) {
        ObjectNode other = request.deepCopy();
        other.findParents("arguments")
                .forEach(function -> ((ObjectNode) function).set("arguments", arguments));
        return new Ask(other.toString());
    }

    /// The marks of all parts.
    List<String> marks() {
        return List.copyOf(marks);
    }

    /// What is wrong with the order in which the conversation was sent.
    ///
    /// @param turns as the upstream got them
    /// @return empty if nothing is wrong
    Optional<String> misplaced(List<String> turns) {
        return places.stream().flatMap(place -> misplaced(turns, place).stream()).findFirst();
    }

    private static Optional<String> misplaced(List<String> turns, String place) {
        int call = find(turns, CALLED + place);
        int result = find(turns, RESULT + place);
        if (call < 0 || result <= call) {
            return Optional.of("the result of the call for " + place + " is not behind the call");
        }
        boolean answered = false;
        for (String turn : turns.subList(call + 1, result)) {
            boolean calls = turn.contains(CALLED);
            boolean results = turn.contains(RESULT);
            if (turn.contains(WORDS) || calls == results || (calls && answered)) {
                return Optional.of("this is between the call for " + place + " and its result: " + turn);
            }
            answered |= results;
        }
        String last = turns.get(result);
        int said = last.indexOf(WORDS);
        return last.contains(CALLED) || (said >= 0 && said < last.indexOf(RESULT + place))
                ? Optional.of("this is in front of the result of the call for " + place + ": " + last)
                : Optional.empty();
    }

    private static int find(List<String> turns, String mark) {
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).contains(mark)) {
                return i;
            }
        }
        return -1;
    }

    private void calls(List<String> cities) {
        ArrayNode calls = message("assistant").putNull("content").putArray("tool_calls");
        for (String city : cities) {
            places.add(city);
            calls.addObject()
                    .put("id", "call_" + city)
                    .put("type", "function")
                    .putObject("function")
                    .put("name", "weather_" + city)
                    .put("arguments", "{\"city\":\"" + mark(CALLED + city) + "\"}");
        }
    }

    private void result(String city) {
        message("tool").put("tool_call_id", "call_" + city).put("content", mark(RESULT + city));
    }

    private void says(String role) {
        message(role).put("content", mark(WORDS + ++words));
    }

    private ObjectNode message(String role) {
        return request.withArray("/messages").addObject().put("role", role);
    }

    private String mark(String mark) {
        marks.add(mark);
        return mark;
    }
}
