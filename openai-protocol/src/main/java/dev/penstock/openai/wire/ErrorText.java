package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.failure.FailureDetail;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Finds the message in error bodies of servers that do not write OpenAI's shape: FastAPI (`detail`), Gemini (a list of
/// errors), problem documents (`title`, `detail`), flat objects, lists of messages and plain text. Only for bodies that are
/// known to report an error.
final class ErrorText {
    /// In code points; longer messages are cut.
    private static final int MOST = 2000;
    private static final int DEEPEST = 4;
    private static final List<String> MEMBERS = List.of("message", "detail", "errors", "error",
            "error_message",
            "errorMessage", "error_msg", "msg", "description", "reason", "title");

    private ErrorText() {}

    /// Reads a JSON value; empty if it holds no text that a person could read.
    static Optional<FailureDetail> read(JsonNode json) {
        if (json.isArray() && json.size() == 1) {
            return ErrorJson.read(json.get(0)).or(() -> read(json.get(0)));
        }
        return message(json, 0).map(text -> ErrorJson.detail(json, cut(text)));
    }

    /// Reads a body that is neither JSON nor an event stream; empty for HTML and for bytes that are no text.
    static Optional<FailureDetail> plain(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString()
                    .strip();
            boolean readable = !text.isEmpty() && text.charAt(0) != '<'
                    && text.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c));
            return readable ? Optional.of(FailureDetail.of(cut(text))) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> message(JsonNode json, int depth) {
        if (json.isTextual()) {
            return Optional.of(json.textValue().strip()).filter(text -> !text.isEmpty());
        }
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        if (json.isArray()) {
            String joined = StreamSupport.stream(json.spliterator(), false)
                    .flatMap(element -> message(element, depth + 1).map(text -> place(element) + text)
                            .stream())
                    .collect(Collectors.joining("; "));
            return Optional.of(joined).filter(text -> !text.isEmpty());
        }
        return MEMBERS.stream().flatMap(name -> message(json.path(name), depth + 1).stream()).findFirst();
    }

    /// FastAPI names the field that is wrong as a path: `"loc":["body","messages",0]`.
    private static String place(JsonNode element) {
        String path = StreamSupport.stream(element.path("loc").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MOST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST)) + "…";
    }
}
