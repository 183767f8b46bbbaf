package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.failure.FailureDetail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the error in what upstreams send, in all the shapes that were seen: OpenAI's object, a mere string, a flat
/// object, an error inside a choice, and each of these framed as an event stream.
public final class ErrorJson {
    private static final Pattern STATUS_IN_TEXT = Pattern.compile("HTTP_STATUS/(\\d{3})");
    private static final String ERROR_FINISH = "error_finish";
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    /// In seconds; to wait for longer is to wait for ever, and sums of it stay within bounds.
    private static final double A_YEAR = 365.0 * 24 * 60 * 60;

    private static final List<String> STATUSES = List.of("code", "http_status", "status", "status_code",
            "statusCode");

    private ErrorJson() {}

    /// Reads the body of a response that is not a success.
    ///
    /// @return empty if the body contains no text of an error
    public static Optional<FailureDetail> readBody(byte[] body) {
        Optional<JsonNode> tree = JsonTrees.read(body);
        if (tree.isPresent()) {
            return readAny(tree.get());
        }
        List<ServerEvent> events = new ArrayList<>();
        EventReader reader = new EventReader();
        reader.feed(body, 0, body.length, events::add);
        reader.end(events::add);
        return events.isEmpty()
                ? ErrorPages.text(body).map(FailureDetail::of)
                : events.stream().flatMap(event -> read(event).stream()).findFirst();
    }

    /// Reads the error of an event; empty if the event is not an error.
    public static Optional<FailureDetail> read(ServerEvent event) {
        Optional<JsonNode> tree = JsonTrees.read(event.data().toBytes());
        Optional<FailureDetail> detail = tree.flatMap(ErrorJson::read);
        if (event.name().equals("error")) {
            detail = detail.or(() -> tree.flatMap(ErrorJson::readAny))
                    .or(() -> Optional.of(FailureDetail.of(event.data().text())));
        }
        return detail.map(found -> found.status().isEmpty() && event.status().isPresent()
                ? found.withStatus(event.status().getAsInt())
                : found);
    }

    /// Reads the error of a JSON object; empty if it holds none.
    public static Optional<FailureDetail> read(JsonNode json) {
        JsonNode error = json.path("error");
        if (error.isTextual() && !error.asText().isBlank()) {
            return Optional.of(ErrorShapes.text(json.path("message")).isPresent() // {"error":"Bad Request","message":"why"}
                    ? detail(json)
                    : detail(json, ErrorShapes.text(error).orElse(error.asText())));
        }
        if (error.isObject() && !error.isEmpty()) {
            return Optional.of(detail(error));
        }
        if (error.isArray() && !error.isEmpty()) {
            return ErrorShapes.text(error).map(text -> detail(json, text));
        }
        if (json.isArray() && json.path(0).has("error")) {
            return read(json.path(0));
        }
        for (JsonNode choice : json.path("choices")) {
            if (choice.path("error").isObject()) {
                return Optional.of(detail(choice.path("error")));
            }
        }
        boolean flat = json.isObject() && !json.has("choices") && json.path("data").isEmpty()
                && json.path("message").isTextual()
                && (json.has("code") || json.path("object").asText().equals("error"));
        return flat || ErrorShapes.isBare(json) ? Optional.of(detail(json)) : Optional.empty();
    }

    /// Reads JSON that is known to report an error, whatever its shape; empty if it is a completion or has no text.
    private static Optional<FailureDetail> readAny(JsonNode json) {
        Optional<FailureDetail> known = read(json);
        if (known.isPresent() || json.path("choices").isArray()) {
            return known;
        }
        return ErrorShapes.text(json)
                .or(() -> json.isContainerNode() && !json.isEmpty()
                        ? Optional.of(json.toString())
                        : Optional.empty())
                .map(text -> detail(json, text));
    }

    /// The failure behind a finish reason that reports an interruption.
    public static FailureDetail interruption(FinishWord word) {
        return FailureDetail
                .of("the upstream interrupted its answer: finish reason '" + word.shortened() + "'");
    }

    /// The same, with the error that DashScope puts into the content.
    ///
    /// @param said the choice's message, or the delta beside the reason
    static FailureDetail interruption(FinishWord word, JsonNode said) {
        String text = said.path("content").asText("");
        if (!word.written().equals(ERROR_FINISH) || text.isBlank()) {
            return interruption(word);
        }
        FailureDetail detail = FailureDetail.of(text.strip());
        Matcher status = STATUS_IN_TEXT.matcher(text);
        return status.find() ? detail.withStatus(Integer.parseInt(status.group(1))) : detail;
    }

    private static FailureDetail detail(JsonNode error) {
        return detail(error, ErrorShapes.text(error)
                .orElseGet(() -> error.isEmpty() ? "the upstream gave no message" : error.toString()));
    }

    private static FailureDetail detail(JsonNode error, String message) {
        JsonNode code = error.path("code");
        JsonNode availability = error.path("availability");
        Optional<String> type = text(error.path("type")).or(() -> text(error.path("error_type")))
                .or(() -> text(error.path("metadata").path("error_type")))
                .filter(word -> !word.equals("error"));
        return new FailureDetail(message, status(error), word(code, availability.path("code")), type,
                text(error.path("param")), seconds(availability.path("retry_after")));
    }

    /// A code that is an HTTP status is one, be it written as a number or as a string.
    private static OptionalInt status(JsonNode error) {
        for (String member : STATUSES) {
            int status = error.path(member).asInt(0);
            if (status >= 400 && status <= 599) {
                return OptionalInt.of(status);
            }
        }
        return OptionalInt.empty();
    }

    /// A word says more than the number beside it, which tells the status at best.
    private static Optional<String> word(JsonNode code, JsonNode other) {
        return text(code).filter(text -> !NUMBER.matcher(text).matches())
                .or(() -> text(other))
                .or(() -> text(code));
    }

    private static Optional<String> text(JsonNode value) {
        return value.isValueNode() && !value.isNull()
                ? Optional.of(value.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private static Optional<Duration> seconds(JsonNode number) {
        return number.isNumber() && number.asDouble() >= 0
                ? Optional.of(Duration.ofMillis((long) (Math.min(number.asDouble(), A_YEAR) * 1000)))
                : Optional.empty();
    }
}
