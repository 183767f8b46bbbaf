package dev.penstock.openai.wire;

import java.util.Locale;
import java.util.Set;

/// Finish reasons that do not mean a finish: the upstream broke its answer off, and says so in the place where others say
/// that it is whole. An answer that ends so is an upstream failure, like a stream that is cut.
///
/// Sources: `insufficient_system_resource`: DeepSeek, "Create Chat Completion". `abort`: vLLM `FinishReason.ABORT` and SGLang
/// `FINISH_ABORT`. `aborted`, `cancelled`: forks of both. `network_error`: Zhipu GLM, "Chat Completion". `server_error`,
/// `internal_error`: Together, Fireworks. `error`: OpenRouter, Mistral, vLLM. `error_finish`: DashScope. `malformed_*`:
/// Gemini's `MALFORMED_FUNCTION_CALL`, a call that the model did not bring to its end. `timeout`: Hugging Face routers.
final class FinishWords {
    private static final Set<String> INTERRUPTIONS = Set.of("insufficient_system_resource", "abort",
            "aborted",
            "cancelled", "canceled", "network_error", "server_error", "internal_error", "error",
            "error_finish",
            "malformed_function_call", "timeout");

    private FinishWords() {}

    /// @param word as the upstream wrote it, in any case
    static boolean isInterruption(String word) {
        return INTERRUPTIONS.contains(word.toLowerCase(Locale.ROOT));
    }
}
