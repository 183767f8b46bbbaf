package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.OddEventException;
import dev.penstock.openai.wire.ToldAnswer;
import dev.penstock.openai.wire.UsageJson;
import java.util.Optional;
import java.util.function.Consumer;

/// What the lines of an answer say. A whole answer is one line that is the last at once.
///
/// Only a line that says `"done": true` ends it, and that may say something, too; one that has an `error` breaks it off.
final class OllamaLines {
    private OllamaLines() {}

    /// One of a chat. Tool calls come whole, and old servers give them no ids. The API says `stop` of an answer that calls
    /// tools.
    static void ofChat(JsonNode line, ToldAnswer answer) {
        read(line, answer, said -> {
            JsonNode message = said.path("message");
            if (!message.isObject()) {
                throw new OddEventException("sent a line without a message");
            }
            answer.think(text(message, "thinking"));
            answer.say(text(message, "content"));
            for (JsonNode call : message.path("tool_calls")) {
                JsonNode function = call.path("function");
                answer.call(text(call, "id"), text(function, "name"), function.path("arguments"));
            }
        });
    }

    /// One of a text.
    static void ofText(JsonNode line, ToldAnswer answer) {
        read(line, answer, said -> {
            if (!said.path("response").isTextual()) {
                throw new OddEventException("sent a line without a response");
            }
            answer.say(text(said, "response"));
        });
    }

    private static void read(JsonNode line, ToldAnswer answer, Consumer<JsonNode> saying) {
        Optional<FailureDetail> error = line.has("message") && !line.has("error")
                ? Optional.empty() // a message here is a part of the answer
                : ErrorJson.read(line);
        if (error.isPresent()) {
            answer.fail(error.get());
            return;
        }
        saying.accept(line);
        if (line.path("done").asBoolean()) {
            answer.end(finish(text(line, "done_reason")), usage(line));
        }
    }

    /// Old servers give no reason. Where nothing was said, one has only loaded a model, or unloaded it.
    private static FinishWord finish(String word) {
        return word.isEmpty() ? FinishWord.of(FinishReason.STOP) : FinishWord.of(word);
    }

    /// Counts that are zero are left out; if both are, nothing was counted.
    private static Optional<Usage> usage(JsonNode line) {
        if (!line.has("prompt_eval_count") && !line.has("eval_count")) {
            return Optional.empty();
        }
        long prompt = UsageJson.count(line.path("prompt_eval_count"));
        long cached = Math.min(prompt, UsageJson.count(line.path("prompt_eval_cached_count")));
        long said = UsageJson.count(line.path("eval_count"));
        return Optional.of(new Usage(prompt, cached, 0, said, 0, prompt + said, Optional.empty()));
    }
}
