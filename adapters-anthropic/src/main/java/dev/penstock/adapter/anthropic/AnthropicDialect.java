package dev.penstock.adapter.anthropic;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.openai.upstream.Dialect;
import dev.penstock.openai.upstream.FailureTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What Anthropic's errors mean, and the one header of clients that it understands.
///
/// Types tell what statuses do; what the type `invalid_request_error` lumps together is told apart by words.
final class AnthropicDialect implements Dialect {
    private static final String BETA = "anthropic-beta";
    private static final int PAYMENT_REQUIRED = 402;
    private static final List<String> OF_ACCOUNT = List.of("credit balance is too low", "api usage limits");
    private static final String FILTERED = "content filtering policy";

    @Override
    public Map<String, String> headers(ChatRequest request) {
        String beta = request.headers().getOrDefault(BETA, "");
        return beta.isEmpty() ? Map.of() : Map.of(BETA, beta);
    }

    @Override
    public UpstreamFailure classify(FailureDetail detail) {
        String message = detail.message().toLowerCase(Locale.ROOT);
        if (!detail.type().orElse("").equals("invalid_request_error")) {
            return FailureTable.classify(detail);
        }
        if (OF_ACCOUNT.stream().anyMatch(message::contains)) {
            return new UpstreamFailure.CredentialUnusable(detail.withStatus(PAYMENT_REQUIRED));
        }
        return message.contains(FILTERED)
                ? new UpstreamFailure.ContentFiltered(detail)
                : FailureTable.classify(detail);
    }
}
