package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatBody.Member;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.openai.wire.ChatJson;
import java.util.Optional;

/// Edits that several dialects make to a request's messages. Each first looks whether there can be anything to edit, for
/// most bodies need none and are long.
public final class MessageEdits {
    private static final JsonText SYSTEM = JsonText.of("\"system\"");
    private static final JsonText DEVELOPER = JsonText.of("\"developer\"");
    private static final JsonText NO_CONTENT = JsonText.of("\"content\":\"\",");

    private MessageEdits() {}

    /// Makes the role `developer` the role `system`, which is its older name.
    public static void developerToSystem(BodyEdits edits) {
        if (!edits.body().json().contains("\"developer\"")) {
            return;
        }
        forEachMessage(edits, (message, start) -> message.member("role")
                .filter(role -> message.value(role).equals(DEVELOPER))
                .ifPresent(
                        role -> edits.replace(start + role.valueStart(), start + role.valueEnd(), SYSTEM)));
    }

    /// Gives messages with tool calls the `content` that some clients leave out and some upstreams insist on.
    public static void contentBesideToolCalls(BodyEdits edits) {
        if (!edits.body().json().contains("\"tool_calls\"")) {
            return;
        }
        forEachMessage(edits, (message, start) -> {
            Optional<Member> calls = message.member("tool_calls");
            if (calls.isPresent() && message.member("content").isEmpty()) {
                int place = start + calls.get().nameStart();
                edits.replace(place, place, NO_CONTENT);
            }
        });
    }

    private interface Edit {
        void apply(ChatBody message, int start);
    }

    private static void forEachMessage(BodyEdits edits, Edit edit) {
        Member messages = edits.body().member("messages").orElseThrow();
        JsonText array = edits.body().value(messages);
        for (ChatJson.Span span : ChatJson.elements(array)) {
            JsonText message = array.slice(span.start(), span.end());
            if (message.byteAt(0) == '{') {
                edit.apply(new ChatBody(message, ChatJson.members(message)),
                        messages.valueStart() + span.start());
            }
        }
    }
}
