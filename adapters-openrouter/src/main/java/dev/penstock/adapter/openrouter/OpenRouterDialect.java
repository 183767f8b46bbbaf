package dev.penstock.adapter.openrouter;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.openai.upstream.Dialect;
import dev.penstock.openai.upstream.FailureTable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where OpenRouter differs; the README of this module lists every quirk with its source.
final class OpenRouterDialect implements Dialect {
    private static final Set<String> FORWARDED = Set.of("http-referer", "x-title", "x-session-id");

    private final Map<String, String> attribution = new HashMap<>();

    /// Attributes requests to an app of that address and title, unless the client names its own.
    OpenRouterDialect(Optional<String> appUrl, String appTitle) {
        appUrl.ifPresent(url -> attribution.put("http-referer", url));
        attribution.put("x-openrouter-title", appTitle);
    }

    @Override
    public Map<String, String> headers(ChatRequest request) {
        Map<String, String> own = new HashMap<>();
        request.headers().forEach((name, value) -> {
            if (FORWARDED.contains(name) || name.startsWith("x-openrouter-")) {
                own.put(name, value);
            }
        });
        boolean namesItself = own.containsKey("http-referer") || own.containsKey("x-title")
                || own.containsKey("x-openrouter-title");
        Map<String, String> headers = namesItself ? new HashMap<>() : new HashMap<>(attribution);
        headers.putAll(own);
        return headers;
    }

    /// An availability code says more than the type beside it; else `error_type` is the stable key, which arrives here as
    /// the type. Words are as OpenRouter writes them; a code that is a number says nothing that the status does not.
    @Override
    public UpstreamFailure classify(FailureDetail detail) {
        return detail.code()
                .flatMap(code -> byWord(code, detail))
                .or(() -> detail.type().flatMap(type -> byWord(type, detail)))
                .orElseGet(() -> detail.status().orElse(0) == 403
                        ? forbidden(detail)
                        : FailureTable.classify(detail));
    }

    private static Optional<UpstreamFailure> byWord(String word, FailureDetail detail) {
        return Optional.ofNullable(switch (word) {
            case "rate_limit_exceeded", "capacity_exhausted" -> new UpstreamFailure.Throttled(detail);
            case "provider_overloaded", "provider_unavailable", "server", "unmapped",
                    "temporarily_unavailable" ->
                new UpstreamFailure.Unavailable(detail);
            case "timeout" -> new UpstreamFailure.TimedOut(detail);
            case "payment_required", "authentication" -> new UpstreamFailure.CredentialUnusable(detail);
            case "content_policy_violation", "refusal" -> new UpstreamFailure.ContentFiltered(detail);
            case "permission_denied", "region_restricted", "privacy_restricted", "constraint_filtered",
                    "wrong_endpoint", "max_tokens_exceeded", "token_limit_exceeded", "string_too_long",
                    "invalid_request", "invalid_prompt", "payload_too_large", "unprocessable",
                    "precondition_failed" ->
                new UpstreamFailure.Rejected(detail);
            case "not_found", "model_not_found", "no_endpoints", "model_deprecated",
                    "model_unavailable_upstream", "free_variant_ended" ->
                new UpstreamFailure.ModelMissing(detail);
            default -> word.startsWith("image_") ? new UpstreamFailure.Rejected(detail) : null;
        });
    }

    /// A 403 here is about what was written, not about the key.
    private static UpstreamFailure forbidden(FailureDetail detail) {
        String message = detail.message().toLowerCase(Locale.ROOT);
        return message.contains("moderation") || message.contains("flagged")
                ? new UpstreamFailure.ContentFiltered(detail)
                : new UpstreamFailure.Rejected(detail);
    }
}
