package dev.penstock.adapter.ollama;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.openai.upstream.FailureReader;
import dev.penstock.openai.upstream.FailureTable;
import java.util.List;
import java.util.Locale;

/// What Ollama's errors mean. They are mere texts, so that the status decides, but for prompts that do not fit: those clients
/// want to know.
final class OllamaFailures implements FailureReader {
    private static final List<String> LIMITS = List.of("context length", "context size", "context window");

    @Override
    public UpstreamFailure classify(FailureDetail detail) {
        String message = detail.message().toLowerCase(Locale.ROOT);
        boolean tooLong = message.contains("exceed") && LIMITS.stream().anyMatch(message::contains);
        return tooLong
                ? new UpstreamFailure.Rejected(detail.withCode("context_length_exceeded"))
                : FailureTable.classify(detail);
    }
}
