package dev.penstock.domain.chat;

/// Why the model stopped, in the words of the Chat Completions API.
public enum FinishReason {
    STOP, LENGTH, TOOL_CALLS, CONTENT_FILTER,

    /// A word this list does not know. Providers invent new ones, and the answer is whole all the same.
    OTHER;

    /// Reads the word an upstream wrote; `function_call` is the old word for `tool_calls`.
    public static FinishReason of(String word) {
        return switch (word) {
            case "stop" -> STOP;
            case "length" -> LENGTH;
            case "tool_calls", "function_call" -> TOOL_CALLS;
            case "content_filter" -> CONTENT_FILTER;
            default -> OTHER;
        };
    }
}
