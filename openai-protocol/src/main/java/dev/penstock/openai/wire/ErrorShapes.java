package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the text of an error in the shapes that upstreams and their proxies use. Pure.
///
/// Sources: OpenAI (`error.message`), FastAPI (`detail`, a string or a list of `loc` and `msg`), Gemini (a list of
/// errors), RFC 9457 (`title`, `detail`), OpenRouter (`metadata.raw`), Baidu (`error_msg`), GraphQL-like `errors`.
final class ErrorShapes {
    /// Members that hold the text, the most telling one first.
    private static final List<String> TEXTS = List.of("message", "detail", "error_msg", "error_message",
            "errorMessage", "msg", "Message", "error_description", "description", "reason",
            "title", "text");
    /// Members that hold an error or a list of errors.
    private static final List<String> NESTED = List.of("error", "errors", "detail", "message", "details");
    /// Members of an object without `error` that show it to be one.
    private static final List<String> SIGNS = List.of("message", "detail", "errors", "error_msg",
            "error_message", "errorMessage", "msg", "Message", "error_description");
    /// Members that only answers have.
    private static final Set<String> OF_ANSWERS = Set.of("choices", "data", "output", "content", "delta",
            "done", "usage", "candidates", "embeddings", "models", "model", "response");
    private static final int MAX_DEPTH = 6;
    private static final int MAX_LIST = 10;

    private ErrorShapes() {}

    /// Whether an object without a member `error` is an error all the same.
    static boolean isBare(JsonNode json) {
        if (!json.isObject() || isAnswer(json)) {
            return false;
        }
        for (String sign : SIGNS) {
            JsonNode value = json.path(sign);
            boolean listed = value.isArray() && (sign.equals("detail") || sign.equals("errors"));
            boolean nested = value.isObject() && (sign.equals("detail") || sign.equals("errors"));
            if ((value.isTextual() || listed || nested) && text(json).isPresent()) {
                return true;
            }
        }
        return false;
    }

    static boolean isAnswer(JsonNode json) {
        return OF_ANSWERS.stream().anyMatch(json::has);
    }

    /// The text of an error: of an object, of a list, or of a string that may hold JSON itself.
    static Optional<String> text(JsonNode error) {
        return text(error, 0);
    }

    private static Optional<String> text(JsonNode error, int depth) {
        if (depth > MAX_DEPTH || error.isNull() || error.isMissingNode()) {
            return Optional.empty();
        }
        if (error.isTextual()) {
            String written = error.asText().strip();
            return inner(written, depth).or(() -> Optional.of(written).filter(text -> !text.isEmpty()));
        }
        if (error.isArray()) {
            return list(error, depth);
        }
        return error.isObject() ? ofObject(error, depth) : Optional.empty();
    }

    private static Optional<String> ofObject(JsonNode error, int depth) {
        Optional<String> found = member(error, TEXTS, depth, true)
                .or(() -> member(error, NESTED, depth, false));
        if (error.path("loc").isArray() && found.isPresent()) {
            return found.map(text -> place(error.path("loc")) + text);
        }
        Optional<String> raw = text(error.path("metadata").path("raw"), depth + 1);
        return found.map(text -> raw.filter(more -> !text.contains(more))
                .map(more -> text + ": " + more)
                .orElse(text))
                .or(() -> raw);
    }

    private static Optional<String> member(JsonNode error, List<String> names, int depth,
            boolean textual) {
        for (String name : names) {
            JsonNode value = error.path(name);
            if (value.isTextual() == textual) {
                Optional<String> text = text(value, depth + 1);
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }

    /// Where in the request pydantic found the fault, as `body.messages.0: `.
    private static String place(JsonNode loc) {
        List<String> parts = new ArrayList<>();
        loc.forEach(part -> parts.add(part.asText()));
        return parts.isEmpty() ? "" : String.join(".", parts) + ": ";
    }

    private static Optional<String> list(JsonNode errors, int depth) {
        List<String> texts = new ArrayList<>();
        for (JsonNode error : errors) {
            if (texts.size() < MAX_LIST) {
                text(error, depth + 1).ifPresent(texts::add);
            }
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", texts));
    }

    /// The text of JSON that is the whole of a message.
    private static Optional<String> inner(String written, int depth) {
        boolean json = (written.startsWith("{") && written.endsWith("}"))
                || (written.startsWith("[") && written.endsWith("]"));
        return json
                ? JsonTrees.read(written.getBytes(StandardCharsets.UTF_8))
                        .flatMap(tree -> text(tree, depth + 1))
                : Optional.empty();
    }
}
