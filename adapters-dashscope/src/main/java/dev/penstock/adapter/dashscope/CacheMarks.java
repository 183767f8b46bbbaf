package dev.penstock.adapter.dashscope;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatBody.Member;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.openai.wire.ChatJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The marks that tell DashScope up to where to cache a prompt, put where Qwen Code puts them: on the system message, and
/// on the last message if the answer is streamed, for then a conversation is expected to go on.
final class CacheMarks {
    private static final JsonText SYSTEM = JsonText.of("\"system\"");
    private static final JsonText DEVELOPER = JsonText.of("\"developer\"");
    private static final JsonText TEXT = JsonText.of("\"text\"");
    private static final JsonText MARK = JsonText.of(",\"cache_control\":{\"type\":\"ephemeral\"}");
    private static final JsonText OPENING = JsonText.of("[{\"type\":\"text\",\"text\":");
    private static final JsonText CLOSING = JsonText.of(",\"cache_control\":{\"type\":\"ephemeral\"}}]");

    private CacheMarks() {}

    /// A message and where it begins in the request.
    private record Message(ChatBody body, int start) {
        boolean instructs() {
            return body.member("role")
                    .map(body::value)
                    .filter(role -> role.equals(SYSTEM) || role.equals(DEVELOPER))
                    .isPresent();
        }
    }

    /// Marks a request that has no mark yet; who sets one knows better.
    static void add(BodyEdits edits, ChatCall call) {
        ChatBody request = edits.body();
        if (request.json().contains("\"cache_control\"") || losesParts(request, call.upstreamModel())) {
            return;
        }
        List<Message> messages = messages(request);
        Optional<Message> system = messages.stream().filter(Message::instructs).findFirst();
        system.ifPresent(message -> mark(edits, message));
        if (call.request().stream() && !messages.isEmpty()) {
            Message last = messages.getLast();
            if (system.isEmpty() || system.get().start() != last.start()) {
                mark(edits, last);
            }
        }
    }

    /// A mark needs a list of parts, and without tools GLM does not see what stands in one.
    private static boolean losesParts(ChatBody request, String upstreamModel) {
        boolean tools = request.member("tools")
                .map(request::value)
                .filter(value -> value.byteAt(0) == '[' && !ChatJson.elements(value).isEmpty())
                .isPresent();
        return !tools && upstreamModel.toLowerCase(Locale.ROOT).startsWith("glm-");
    }

    private static List<Message> messages(ChatBody request) {
        Member member = request.member("messages").orElseThrow();
        JsonText array = request.value(member);
        List<Message> messages = new ArrayList<>();
        for (ChatJson.Span span : ChatJson.elements(array)) {
            JsonText message = array.slice(span.start(), span.end());
            if (message.byteAt(0) == '{') {
                messages.add(new Message(new ChatBody(message, ChatJson.members(message)),
                        member.valueStart() + span.start()));
            }
        }
        return messages;
    }

    private static void mark(BodyEdits edits, Message message) {
        Optional<Member> content = message.body().member("content");
        if (content.isEmpty()) {
            return;
        }
        JsonText value = message.body().value(content.get());
        int start = message.start() + content.get().valueStart();
        if (value.byteAt(0) == '[') {
            lastText(value).ifPresent(end -> edits.replace(start + end, start + end, MARK));
        } else if (value.byteAt(0) == '"' && value.length() > 2) {
            edits.replace(start, start, OPENING);
            edits.replace(start + value.length(), start + value.length(), CLOSING);
        }
    }

    /// Where the last part that is a text has its closing brace.
    private static Optional<Integer> lastText(JsonText parts) {
        for (ChatJson.Span span : ChatJson.elements(parts).reversed()) {
            JsonText part = parts.slice(span.start(), span.end());
            if (part.byteAt(0) == '{' && isText(new ChatBody(part, ChatJson.members(part)))) {
                return Optional.of(span.end() - 1);
            }
        }
        return Optional.empty();
    }

    private static boolean isText(ChatBody part) {
        return part.member("type").map(part::value).filter(TEXT::equals).isPresent();
    }
}
