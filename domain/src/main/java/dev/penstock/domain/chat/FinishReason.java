package dev.penstock.domain.chat;

import java.util.Locale;

/// Why the model stopped, in the words of the Chat Completions API.
public enum FinishReason {
    STOP, LENGTH, TOOL_CALLS, CONTENT_FILTER,

    /// A word this list does not know. Providers invent new ones, and the answer is whole all the same.
    OTHER;

    /// Reads the word that an upstream wrote, in any case.
    ///
    /// Beside OpenAI's words: `function_call` is the former word for `tool_calls`; `max_tokens` and `model_context_window_exceeded`
    /// are Anthropic's and Gemini's, `model_length` is Mistral's; `eos`, `eos_token` and `stop_sequence` are TGI's, `complete` is
    /// Cohere's; `safety`, `recitation`, `prohibited_content`, `blocklist` and `spii` are Gemini's, `sensitive` is Zhipu's, `refusal`
    /// is Anthropic's. Unknown words are a normal end.
    public static FinishReason of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "stop", "end_turn", "stop_sequence", "eos", "eos_token", "complete" -> STOP;
            case "length", "max_tokens", "model_length", "max_length", "model_context_window_exceeded" ->
                LENGTH;
            case "tool_calls", "function_call", "tool_use", "tool_call" -> TOOL_CALLS;
            case "content_filter", "safety", "sensitive", "recitation", "prohibited_content", "blocklist",
                    "spii", "refusal" ->
                CONTENT_FILTER;
            default -> OTHER;
        };
    }
}
