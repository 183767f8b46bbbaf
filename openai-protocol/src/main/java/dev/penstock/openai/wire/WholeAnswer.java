package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The body of a whole answer, read for what it tells beside its text.
public final class WholeAnswer {
    private final JsonText json;
    private final JsonNode tree;

    /// @param json for clients
    /// @param tree as the upstream wrote it
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
                .map(tree -> new WholeAnswer(FinishReasons.standard(JsonText.owning(body), tree), tree));
    }

    /// The error that came with a success's status, if one did; also the interruption of any choice.
    public Optional<FailureDetail> failure() {
        return ErrorJson.read(tree)
                .or(() -> choices().filter(choice -> FinishReasons.of(choice).isInterruption())
                        .map(choice -> ErrorJson.interruption(FinishReasons.of(choice),
                                choice.path("message")))
                        .findFirst());
    }

    private Stream<JsonNode> choices() {
        return StreamSupport.stream(tree.path("choices").spliterator(), false);
    }

    /// The answer, its bytes as they came but for finish reasons that clients do not know.
    public ChatCompletion completion() {
        return new ChatCompletion(json, end());
    }

    /// The answer as chunks.
    public List<ChatChunk> chunks() {
        return CompletionSplitter.split(JsonTrees.read(json).orElse(tree));
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

    /// How the answer ended: for the reason of the first choice. The unknown word may be any choice's.
    public ChatEnd end() {
        return new ChatEnd(FinishReasons.of(tree.path("choices").path(0)).reason(),
                UsageJson.read(tree.path("usage")),
                choices().flatMap(choice -> FinishReasons.of(choice).unknown().stream()).findFirst());
    }
}
