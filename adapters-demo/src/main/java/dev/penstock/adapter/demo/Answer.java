package dev.penstock.adapter.demo;

import dev.penstock.domain.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What the demo model says: text, or calls of tools.
///
/// @param reasoning what it thinks aloud before; may be empty
/// @param text empty if it calls tools
record Answer(String reasoning, String text, List<Call> calls, String finishReason, Usage usage) {

    /// A call of a tool.
    ///
    /// @param arguments a JSON object, as text
    record Call(String id, String name, String arguments) {}

    static Answer to(Conversation conversation) {
        String reasoning = Speech.reasoning(conversation);
        List<Call> calls = ToolChoice.calls(conversation);
        String text = calls.isEmpty() ? Speech.text(conversation) : "";
        String finish = calls.isEmpty() ? "stop" : "tool_calls";
        Optional<Integer> limit = conversation.maxTokens();
        if (calls.isEmpty() && limit.isPresent() && Estimate.tokens(text) > limit.get()) {
            text = cut(text, limit.get());
            finish = "length";
        }
        return new Answer(reasoning, text, calls, finish, usage(conversation, reasoning, text, calls));
    }

    private static Usage usage(Conversation conversation, String reasoning, String text, List<Call> calls) {
        long thought = Estimate.tokens(reasoning);
        long said = Estimate.tokens(text);
        for (Call call : calls) {
            said += Estimate.tokens(call.name() + call.arguments());
        }
        long prompt = conversation.promptTokens();
        return new Usage(prompt, 0, 0, thought + said, thought, prompt + thought + said, Optional.empty());
    }

    /// The longest beginning that is worth no more than so many tokens, cut between characters.
    private static String cut(String text, int tokens) {
        long left = Estimate.bytes(tokens);
        int end = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            left -= text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (left < 0) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }
}
