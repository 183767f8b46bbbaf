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

    /// `metadata.error_type` is the stable key; it arrives here as the type.
    @Override
    public UpstreamFailure classify(FailureDetail detail) {
        return switch (detail.type().or(detail::code).orElse("")) {
            case "rate_limit_exceeded", "capacity_exhausted" -> new UpstreamFailure.Throttled(detail);
            case "provider_overloaded", "provider_unavailable", "server", "unmapped",
                    "temporarily_unavailable" ->
                new UpstreamFailure.Unavailable(detail);
            case "timeout" -> new UpstreamFailure.TimedOut(detail);
            case "payment_required", "authentication" -> new UpstreamFailure.CredentialUnusable(detail);
            case "content_policy_violation", "refusal" -> new UpstreamFailure.ContentFiltered(detail);
            case "permission_denied", "region_restricted", "privacy_restricted", "constraint_filtered" ->
                new UpstreamFailure.Rejected(detail);
            case "not_found", "model_not_found", "no_endpoints", "model_deprecated", "free_variant_ended" ->
                new UpstreamFailure.ModelMissing(detail);
            default -> detail.status().orElse(0) == 403 ? forbidden(detail) : FailureTable.classify(detail);
        };
    }

    /// A 403 here is about what was written, not about the key.
    private static UpstreamFailure forbidden(FailureDetail detail) {
        String message = detail.message().toLowerCase(Locale.ROOT);
        return message.contains("moderation") || message.contains("flagged")
                ? new UpstreamFailure.ContentFiltered(detail)
                : new UpstreamFailure.Rejected(detail);
    }
}
