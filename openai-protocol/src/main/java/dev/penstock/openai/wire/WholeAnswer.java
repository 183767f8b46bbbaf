package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The body of a whole answer, read for what it tells beside its text.
public final class WholeAnswer {
    private final JsonText json;
    private final JsonNode tree;

    private WholeAnswer(JsonText json, JsonNode tree) {
        this.json = json;
        this.tree = tree;
    }

    /// Reads a body.
    ///
    /// @return empty if it is no JSON object that has choices, in the shape that clients expect of them, or an error
    public static Optional<WholeAnswer> read(byte[] body) {
        return JsonTrees.read(body)
                .filter(tree -> hasChoices(tree) || ErrorJson.read(tree).isPresent())
                .map(tree -> new WholeAnswer(JsonText.owning(body), tree));
    }

    /// The error that came with a success's status, if one did.
    public Optional<FailureDetail> failure() {
        return ErrorJson.read(tree)
                .or(() -> StreamSupport.stream(tree.path("choices").spliterator(), false)
                        .flatMap(choice -> ErrorJson
                                .readFinish(choice.path("finish_reason").asText(""), choice.path("message"))
                                .stream())
                        .findFirst());
    }

    /// The answer, its bytes as they came.
    public ChatCompletion completion() {
        return new ChatCompletion(json, end());
    }

    /// The answer as chunks.
    public List<ChatChunk> chunks() {
        return CompletionSplitter.split(tree);
    }

    private static boolean hasChoices(JsonNode tree) {
        JsonNode choices = tree.path("choices");
        boolean known = choices.isArray() && !choices.isEmpty();
        for (JsonNode choice : choices) {
            JsonNode message = choice.path("message");
            known &= choice.isObject() && (message.isObject() || StreamCollector.isNothing(message));
        }
        return known;
    }

    /// How the answer ended.
    public ChatEnd end() {
        String reason = tree.path("choices").path(0).path("finish_reason").asText("");
        return new ChatEnd(FinishReason.of(reason), UsageJson.read(tree.path("usage")));
    }
}
