package dev.penstock.adapter.ollama;

import dev.penstock.openai.upstream.FailureReader;
import dev.penstock.openai.upstream.Translation;
import dev.penstock.openai.wire.Framing;
import dev.penstock.openai.wire.LineReader;

/// What chats and texts have in common: lines of JSON, and failures.
interface OllamaApi extends Translation {
    /// Ollama's errors are plain texts. The status decides, and the words for a prompt that does not fit.
    FailureReader FAILURES = new FailureReader() {
    };

    @Override
    default Framing framing() {
        return new LineReader();
    }
}
