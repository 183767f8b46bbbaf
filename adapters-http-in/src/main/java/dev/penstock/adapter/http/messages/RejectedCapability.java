package dev.penstock.adapter.http.messages;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a request asked for that the upstream cannot do, as a token that Claude Code recognises in an error's message:
/// `capability_rejected: <class>`. The client leaves that out and tries again; by other upstreams' words it would give up.
///
/// Classes and their order are those of Claude Code 2.1.331, which has them in its contract for gateways.
final class RejectedCapability {
    private static final Set<Integer> STATUSES = Set.of(400, 413, 422);
    private static final List<String> NOT_TAKEN = List.of("not support", "unsupported", "not permitted",
            "not allowed",
            "unrecognized", "unknown", "unexpected", "invalid", "cannot", "could not", "does not accept",
            "not a valid", "must be set to false", "at most 0", "not enabled", "not available");

    /// @param words any of which names the capability, in lower case
    private record Rule(String token, List<String> words) {
        boolean isMeant(String message) {
            return words.stream().anyMatch(message::contains);
        }
    }

    /// In the order of the contract: the first that matches counts.
    private static final List<Rule> RULES = List.of(
            new Rule("mid_conv_system",
                    List.of("role 'system'", "role \"system\"", "role: system", "role system",
                            "system message must",
                            "system role")),
            new Rule("cache_control_field", List.of("cache_control")),
            new Rule("thinking_signature",
                    List.of("thinking.signature", "signature in thinking", "redacted_thinking",
                            "thinking block")),
            new Rule("thinking_type:enabled", List.of("enable_thinking", "thinking_budget", "thinking.type",
                    "thinking mode", "support thinking", "reasoning.max_tokens", "reasoning.enabled")),
            new Rule("structured_outputs_unsupported",
                    List.of("output_config.format", "response_format", "json_schema", "structured output")),
            new Rule("effort_unsupported",
                    List.of("reasoning_effort", "reasoning.effort", "output_config", "effort parameter")),
            new Rule("media_budget", List.of("too much media")),
            new Rule("image_block",
                    List.of("image", "multimodal", "multi-modal", "mmproj", "vision")),
            new Rule("document_block",
                    List.of("pdf", "document", "'file'", "\"file\"", "type file", "file input")));

    private RejectedCapability() {}

    /// The message with the token of the capability that was rejected, if it is about one.
    static String marked(ErrorAnswer answer) {
        String message = answer.message();
        if (!STATUSES.contains(answer.status()) || message.contains(TOKEN)) {
            return message;
        }
        return classOf(message).map(word -> with(message, word)).orElse(message);
    }

    /// A message of the gateway's own about one.
    static String with(String message, String word) {
        return message + " (" + TOKEN + word + ")";
    }

    private static final String TOKEN = "capability_rejected: ";

    private static Optional<String> classOf(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("too much media")) {
            return Optional.of("media_budget");
        }
        if (NOT_TAKEN.stream().noneMatch(lower::contains) && !lower.contains("exceed")) {
            return Optional.empty();
        }
        return RULES.stream().filter(rule -> rule.isMeant(lower)).map(Rule::token).findFirst();
    }
}
