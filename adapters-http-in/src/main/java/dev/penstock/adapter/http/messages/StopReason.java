package dev.penstock.adapter.http.messages;

import dev.penstock.domain.chat.FinishReason;

/// Why a message ended, in the words of the Messages API.
final class StopReason {
    private StopReason() {}

    /// @param calls whether the message calls tools. Upstreams say `stop` beside calls, and `tool_calls` beside none, and
    ///        clients run tools by this word
    static String of(FinishReason reason, boolean calls) {
        return switch (reason) {
            case LENGTH -> "max_tokens";
            case CONTEXT_WINDOW -> "model_context_window_exceeded";
            case CONTENT_FILTER -> "refusal";
            case STOP, TOOL_CALLS, OTHER -> calls ? "tool_use" : "end_turn";
        };
    }
}
