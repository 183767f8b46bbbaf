package dev.penstock.adapter.ollama;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.openai.upstream.FailureReader;
import dev.penstock.openai.upstream.Translation;
import dev.penstock.openai.wire.Framing;
import dev.penstock.openai.wire.LineReader;

/// What chats and texts have in common: lines of JSON, and failures.
interface OllamaApi extends Translation {
    FailureReader FAILURES = new OllamaFailures();

    @Override
    default Framing framing() {
        return new LineReader();
    }

    @Override
    default UpstreamFailure classify(FailureDetail detail) {
        return FAILURES.classify(detail);
    }
}
