package dev.penstock.openai.upstream;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.RelayedError;
import dev.penstock.domain.failure.UpstreamFailure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Recognises that a prompt does not fit into the context of its model, so that clients shorten their history. Pure.
final class ContextLimit {
    private static final String CODE = "context_length_exceeded";
    private static final String TYPE = "invalid_request_error";

    /// The words of one upstream, in lower case. A message matches if it contains all of them.
    ///
    /// @param source the software or service that writes them
    private record Wording(String source, List<String> words) {
        static Wording of(String source, String... words) {
            return new Wording(source, List.of(words));
        }

        boolean matches(String message) {
            for (String word : words) {
                if (!message.contains(word)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Wording> WORDINGS = List.of(
            Wording.of("any; llama-cpp-python, Ollama, SGLang, OpenAI's Responses API", "exceed",
                    "context length"),
            Wording.of("any; llama.cpp, Ollama", "exceed", "context size"),
            Wording.of("any; OpenAI's Responses API, MiniMax, llama-cpp-python", "exceed", "context window"),
            Wording.of("OpenAI, DeepSeek, vLLM, OpenRouter, Groq", "maximum context length"),
            Wording.of("OpenAI, Azure", "input tokens exceed the configured limit"),
            Wording.of("OpenAI, DeepSeek, Groq", "reduce the length of the messages"),
            Wording.of("Anthropic, Bedrock, Vertex", "prompt is too long"),
            Wording.of("Anthropic", "exceed context limit"),
            Wording.of("Bedrock", "input is too long for requested model"),
            Wording.of("Bedrock", "too many input tokens"),
            Wording.of("DashScope", "range of input length should be"),
            Wording.of("DashScope", "message token length exceed"),
            Wording.of("Gemini, Vertex", "input token count", "exceeds"),
            Wording.of("Gemini, Vertex", "exceeds the maximum number of tokens allowed"),
            Wording.of("GitHub Copilot", "prompt token count", "exceeds the limit"),
            Wording.of("GLM, code 1261", "prompt exceeds max length"),
            Wording.of("GLM, code 1261", "prompt 超长"),
            Wording.of("Kimi", "exceeded model token limit"),
            Wording.of("llama.cpp", "input is larger than the max context size"),
            Wording.of("LM Studio", "when context the overflows"),
            Wording.of("LM Studio", "trying to keep the first", "tokens"),
            Wording.of("LM Studio", "greater than the context length"),
            Wording.of("LM Studio", "does not fit in context length"),
            Wording.of("LM Studio", "reached context length of"),
            Wording.of("Mistral", "too large for model", "maximum context"),
            Wording.of("Ollama", "prompt too long"),
            Wording.of("SGLang, Together", "longer than the model's context length"),
            Wording.of("SGLang", "input length", "exceeds the maximum allowed length"),
            Wording.of("TGI", "`inputs` tokens + `max_new_tokens`"),
            Wording.of("TGI", "`inputs` must have less than"),
            Wording.of("vLLM", "longer than the maximum model length"),
            Wording.of("vLLM", "too long to fit into the model"),
            Wording.of("vLLM", "exceed", "max_model_len"),
            Wording.of("xAI", "maximum prompt length"));
    /// Codes and types, without dots, dashes and underscores: OpenAI, OpenRouter; llama.cpp; MiniMax, GLM.
    private static final List<String> CODES = List.of("contextlengthexceeded", "exceedcontextsize",
            "contextwindowexceeded");
    /// Statuses that say that the account, its rate or the model is at fault, whatever the text.
    private static final Set<Integer> OTHER = Set.of(401, 402, 403, 404, 429);

    private ContextLimit() {}

    /// The failure as OpenAI's API reports it: 400 with the code `context_length_exceeded`. Upstreams write 413 and 500, too,
    /// which clients would take for another fault.
    ///
    /// @return empty if the failure has another cause
    static Optional<UpstreamFailure> rejection(FailureDetail detail) {
        if (!isExceeded(detail)) {
            return Optional.empty();
        }
        FailureDetail known = detail.withCode(CODE).withType(TYPE).withStatus(400);
        boolean clear = detail.reply().error().filter(error -> isClear(error, detail)).isPresent();
        return Optional.of(new UpstreamFailure.Rejected(
                clear ? known : known.withReply(known.reply().withoutError())));
    }

    /// Whether clients recognise the error as it was written, by the words of its API.
    private static boolean isClear(RelayedError error, FailureDetail detail) {
        boolean rejected = error.status().orElse(400) == 400;
        return rejected && switch (error.api()) {
            case MESSAGES -> detail.message().contains("prompt is too long");
            case RESPONSES -> detail.code().filter(CODE::equals).isPresent();
        };
    }

    private static boolean isExceeded(FailureDetail detail) {
        String words = FailureTable.words(detail);
        if (CODES.stream().anyMatch(words::contains)) {
            return true;
        }
        String message = detail.message().toLowerCase(Locale.ROOT);
        return !OTHER.contains(detail.status().orElse(0))
                && WORDINGS.stream().anyMatch(wording -> wording.matches(message));
    }
}
