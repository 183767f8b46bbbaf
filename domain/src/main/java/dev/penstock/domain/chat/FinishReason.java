package dev.penstock.domain.chat;

/// Why the model stopped.
public enum FinishReason {
    STOP,

    /// The answer is as long as the request or the model allows.
    LENGTH,

    /// Prompt and answer fill the context window; clients should shorten the conversation. To Chat Completions it is a length.
    CONTEXT_WINDOW,

    TOOL_CALLS, CONTENT_FILTER,

    /// Another reason, known or not; the answer is whole all the same.
    OTHER;

    /// Whether the answer may stop in the middle of a sentence or of a tool call.
    public boolean mayCut() {
        return this == LENGTH || this == CONTEXT_WINDOW || this == CONTENT_FILTER;
    }

    /// The reason that an upstream's word stands for, see [FinishWord].
    public static FinishReason of(String word) {
        return FinishWord.of(word).reason();
    }
}
