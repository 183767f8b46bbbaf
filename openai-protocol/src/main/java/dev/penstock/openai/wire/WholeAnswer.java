package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The body of a whole answer, read for what it tells beside its text.
public final class WholeAnswer {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonText json;
    private final JsonNode tree;

    private WholeAnswer(JsonText json, JsonNode tree) {
        this.json = json;
        this.tree = tree;
    }

    /// Reads a body.
    ///
    /// @return empty if it is no JSON object that has choices or an error
    public static Optional<WholeAnswer> read(byte[] body) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(body);
        } catch (IOException e) {
            return Optional.empty();
        }
        boolean known = tree.path("choices").size() > 0 || ErrorJson.read(tree).isPresent();
        return known ? Optional.of(new WholeAnswer(JsonText.owning(body), tree)) : Optional.empty();
    }

    /// The error that came with a success's status, if one did.
    public Optional<FailureDetail> failure() {
        return ErrorJson.read(tree);
    }

    /// The answer, its bytes as they came.
    public ChatCompletion completion() {
        return new ChatCompletion(json, end());
    }

    /// The answer as chunks.
    public List<ChatChunk> chunks() {
        return CompletionSplitter.split(tree);
    }

    /// How the answer ended.
    public ChatEnd end() {
        String reason = tree.path("choices").path(0).path("finish_reason").asText("");
        return new ChatEnd(FinishReason.of(reason), UsageJson.read(tree.path("usage")));
    }
}
