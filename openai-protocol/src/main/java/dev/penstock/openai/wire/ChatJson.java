package dev.penstock.openai.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatBody.Member;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a Chat Completions request: lifts the head out of the body and notes where its top-level members stand, in one
/// scan, without building a tree and without touching a byte.
public final class ChatJson {
    private static final int MAX_DEPTH = 1000;

    /// Sizes are the listener's business and numbers are carried as they are spelt; only depth costs memory here.
    static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNestingDepth(MAX_DEPTH)
            .build();

    private static final JsonFactory FACTORY = JsonFactory.builder().streamReadConstraints(LIMITS).build();
    private static final Pattern LOCATION = Pattern
            .compile("\\[Source: [^\\]]*?line: (\\d+), column: (\\d+)\\]");

    private ChatJson() {}

    /// Reads the head of a request.
    ///
    /// @param bytes the body, UTF-8; not to be written to afterwards
    /// @param headers as [ChatRequest] has them
    /// @throws RefusedException if the body is no JSON object, or lacks `messages`, or its head has the wrong types
    public static ChatRequest read(byte[] bytes, Map<String, String> headers) {
        ChatRequest request = head(bytes, headers);
        Optional<JsonText> messages = request.body().member("messages").map(request.body()::value);
        if (messages.isEmpty()) {
            throw invalid("messages", "missing_required_parameter", request.body().member("input").isPresent()
                    ? "'messages' is missing: this is a Responses body ('input'), and here Chat Completions are spoken."
                    : "'messages' is missing: send an array with at least one message.");
        }
        if (messages.get().byteAt(0) != '[' || isEmptyArray(messages.get())) {
            throw invalid("messages", "invalid_type",
                    "'messages' has to be an array with at least one message.");
        }
        return request;
    }

    /// Reads the head of a request of another kind, which has one member that it cannot do without.
    ///
    /// @param required such as `prompt` or `input`; anything but null will do
    /// @throws RefusedException if the body is no JSON object, or lacks the member, or its head has the wrong types
    public static ChatRequest read(byte[] bytes, Map<String, String> headers, String required) {
        ChatRequest request = head(bytes, headers);
        if (valueOf(request.body(), required).isEmpty()) {
            throw invalid(required, "missing_required_parameter", "'" + required + "' is missing.");
        }
        return request;
    }

    /// Reads the head of a request of which nothing more is known.
    ///
    /// @throws RefusedException if the body is no JSON object, or its head has the wrong types
    public static ChatRequest head(byte[] bytes, Map<String, String> headers) {
        ChatBody body = new ChatBody(JsonText.owning(bytes), requestMembers(bytes));
        return new ChatRequest(text(body, "model"), flag(body, "stream"), wantsUsage(body), body, headers);
    }

    /// Finds the members of a JSON object, in the order of the text.
    ///
    /// @throws UncheckedIOException if the text is no JSON object
    public static List<Member> members(JsonText object) {
        try {
            return scan(object.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A JSON value inside a text: byte offsets, the end exclusive.
    public record Span(int start, int end) {}

    /// Finds the elements of a JSON array, in order.
    ///
    /// @throws UncheckedIOException if the text is no JSON array
    public static List<Span> elements(JsonText array) {
        try (JsonParser parser = FACTORY.createParser(array.toBytes())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new NoObjectException(parser, "an array was expected here");
            }
            List<Span> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                elements.add(new Span(start, (int) parser.currentLocation().getByteOffset()));
            }
            return elements;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A parser of one value.
    static JsonParser parser(JsonText value) throws IOException {
        return FACTORY.createParser(value.toBytes());
    }

    private static List<Member> requestMembers(byte[] bytes) {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                throw invalidJson("it is not UTF-8 text");
            }
        }
        try {
            return scan(bytes);
        } catch (StreamConstraintsException e) {
            throw invalidJson("it is nested deeper than " + MAX_DEPTH + " levels");
        } catch (JsonEOFException e) {
            throw invalidJson(place(e) + "the text ends here, before the object does");
        } catch (JsonProcessingException e) {
            throw invalidJson(place(e)
                    + LOCATION.matcher(e.getOriginalMessage()).replaceAll("line $1, column $2"));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }

    private static String place(JsonProcessingException e) {
        return "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ": ";
    }

    private static List<Member> scan(byte[] bytes) throws IOException {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new NoObjectException(parser,
                        first == null
                                ? "there is nothing but white space"
                                : "an object was expected here: {…}");
            }
            List<Member> members = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                int nameStart = (int) parser.currentTokenLocation().getByteOffset();
                parser.nextToken();
                int valueStart = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                members.add(new Member(name, nameStart, valueStart,
                        (int) parser.currentLocation().getByteOffset()));
            }
            if (parser.nextToken() != null) {
                throw new NoObjectException(parser, "something stands behind the object's end");
            }
            return members;
        }
    }

    private static final class NoObjectException extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        NoObjectException(JsonParser parser, String message) {
            super(message, parser.currentTokenLocation());
        }
    }

    private static Optional<String> text(ChatBody body, String name) {
        Optional<JsonText> value = valueOf(body, name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().byteAt(0) != '"') {
            throw invalid(name, "invalid_type", "'" + name + "' has to be a string.");
        }
        try (JsonParser parser = FACTORY.createParser(value.get().toBytes())) {
            parser.nextToken();
            return Optional.of(parser.getText());
        } catch (IOException e) {
            throw new UncheckedIOException("a string that was scanned can be read", e);
        }
    }

    private static boolean flag(ChatBody body, String name) {
        Optional<String> value = valueOf(body, name).map(JsonText::text);
        if (value.isEmpty() || value.get().equals("false")) {
            return false;
        }
        if (!value.get().equals("true")) {
            throw invalid(name, "invalid_type", "'" + name + "' has to be true or false.");
        }
        return true;
    }

    private static boolean wantsUsage(ChatBody body) {
        Optional<JsonText> options = valueOf(body, "stream_options");
        if (options.isEmpty()) {
            return false;
        }
        if (options.get().byteAt(0) != '{') {
            throw invalid("stream_options", "invalid_type", "'stream_options' has to be an object.");
        }
        return flag(new ChatBody(options.get(), members(options.get())), "include_usage");
    }

    /// A member's value; `null` is as good as no member.
    private static Optional<JsonText> valueOf(ChatBody body, String name) {
        return body.member(name).map(body::value).filter(value -> value.byteAt(0) != 'n');
    }

    private static boolean isEmptyArray(JsonText array) {
        int i = 1;
        while (array.byteAt(i) <= ' ') {
            i++;
        }
        return array.byteAt(i) == ']';
    }

    private static RefusedException invalidJson(String where) {
        return new RefusedException(
                new Refusal.RequestInvalid("The request body is not a JSON object: " + where,
                        Optional.empty(), "invalid_json"));
    }

    private static RefusedException invalid(String param, String code, String message) {
        return new RefusedException(new Refusal.RequestInvalid(message, Optional.of(param), code));
    }
}
