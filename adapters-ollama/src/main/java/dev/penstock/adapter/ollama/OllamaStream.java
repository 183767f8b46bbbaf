package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.AnswerReader;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.OddEventException;
import dev.penstock.openai.wire.ServerEvent;
import dev.penstock.openai.wire.UsageJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The lines of an answer, one JSON object each → chunks. A whole answer is one line that is the last at once.
///
/// Only a line that says `"done": true` ends it; one that has an `error` breaks it off.
final class OllamaStream implements AnswerReader {
    private final OllamaAnswer answer;
    private @Nullable ChatEnd end;
    private @Nullable FailureDetail failure;
    private boolean garbled;

    OllamaStream(OllamaAnswer answer) {
        this.answer = answer;
    }

    @Override
    public void accept(ServerEvent event) {
        if (end != null || failure != null) {
            return;
        }
        try {
            read(CarriedJson.parsed(event.data().toBytes())
                    .orElseThrow(() -> new OddEventException("sent a line that is no JSON")));
        } catch (OddEventException e) {
            garbled = true;
            failure = FailureDetail.of("the upstream " + e.getMessage());
        }
    }

    private void read(JsonNode line) {
        Optional<FailureDetail> error = ErrorJson.read(line);
        if (error.isPresent()) {
            failure = error.get();
            return;
        }
        answer.add(line);
        if (line.path("done").asBoolean()) {
            Optional<Usage> usage = usage(line);
            end = new ChatEnd(answer.end(reason(text(line, "done_reason")), usage), usage);
        }
    }

    /// Old servers give no reason. Where nothing was said, one has only loaded a model, or unloaded it.
    private static FinishReason reason(String word) {
        return word.isEmpty() ? FinishReason.STOP : FinishReason.of(word);
    }

    /// Counts that are zero are left out; if both are, nothing was counted.
    private static Optional<Usage> usage(JsonNode line) {
        if (!line.has("prompt_eval_count") && !line.has("eval_count")) {
            return Optional.empty();
        }
        long prompt = UsageJson.count(line.path("prompt_eval_count"));
        long cached = Math.min(prompt, UsageJson.count(line.path("prompt_eval_cached_count")));
        long said = UsageJson.count(line.path("eval_count"));
        return Optional.of(new Usage(prompt, cached, said, 0, prompt + said, Optional.empty()));
    }

    @Override
    public List<ChatChunk> take() {
        return answer.take();
    }

    @Override
    public boolean done() {
        return end != null;
    }

    @Override
    public Optional<Usage> usage() {
        return Optional.ofNullable(end).flatMap(ChatEnd::usage);
    }

    @Override
    public Optional<FailureDetail> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public boolean garbled() {
        return garbled;
    }

    @Override
    public Optional<ChatEnd> end() {
        return Optional.ofNullable(end);
    }
}
