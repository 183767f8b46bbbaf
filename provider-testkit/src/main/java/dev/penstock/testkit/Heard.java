package dev.penstock.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a client would make of an answer, put together the way SDKs do it.
///
/// @param text of the first choice
/// @param toolCalls of the first choice
/// @param choices the indexes of all choices
/// @param end how the provider says it ended
public record Heard(String text, List<ToolCall> toolCalls, Set<Integer> choices, ChatEnd end) {

    static Heard whole(ChatCompletion completion) {
        JsonNode answer = Json.read(completion.json().text());
        Set<Integer> choices = new TreeSet<>();
        answer.path("choices").forEach(choice -> choices.add(choice.path("index").asInt()));
        JsonNode message = answer.path("choices").path(0).path("message");
        List<ToolCall> calls = new ArrayList<>();
        message.path("tool_calls")
                .forEach(call -> calls.add(new ToolCall(call.path("id").asText(""),
                        call.path("function").path("name").asText(""),
                        call.path("function").path("arguments").asText(""))));
        return new Heard(message.path("content").asText(""), calls, choices, completion.end());
    }

    static Heard streamed(List<ChatChunk> chunks, ChatEnd end) {
        StringBuilder text = new StringBuilder();
        Set<Integer> choices = new TreeSet<>();
        Map<Integer, ToolCall> calls = new TreeMap<>();
        for (ChatChunk chunk : chunks) {
            for (JsonNode choice : Json.read(chunk.json().text()).path("choices")) {
                int index = choice.path("index").asInt();
                choices.add(index);
                if (index == 0) {
                    text.append(choice.path("delta").path("content").asText(""));
                    choice.path("delta").path("tool_calls").forEach(delta -> add(calls, delta));
                }
            }
        }
        return new Heard(text.toString(), List.copyOf(calls.values()), choices, end);
    }

    /// The text of the first choice.
    static String text(List<ChatChunk> chunks) {
        StringBuilder text = new StringBuilder();
        for (ChatChunk chunk : chunks) {
            JsonNode choice = Json.read(chunk.json().text()).path("choices").path(0);
            text.append(choice.path("delta").path("content").asText(""));
        }
        return text.toString();
    }

    /// The chunk that finishes the first choice.
    static String finish(List<ChatChunk> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.json().text())
                .filter(json -> Json.read(json).path("choices").path(0).path("finish_reason").isTextual())
                .findFirst()
                .orElse("");
    }

    private static void add(Map<Integer, ToolCall> calls, JsonNode delta) {
        JsonNode function = delta.path("function");
        ToolCall more = new ToolCall(delta.path("id").asText(""), function.path("name").asText(""),
                function.path("arguments").asText(""));
        calls.merge(delta.path("index").asInt(), more,
                (a, b) -> new ToolCall(a.id() + b.id(), a.name() + b.name(), a.arguments() + b.arguments()));
    }
}
