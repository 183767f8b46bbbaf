package dev.penstock.adapter.http.session;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.route.AffinityKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Recognises a conversation whose client sends no session id by the beginning of its prompt, which stays the same while
/// the conversation grows: the system prompt, and the messages up to the first one of the user. Works on the bodies of
/// all APIs.
///
/// Only the texts count. Cache marks, ids, and the form of the content (a text, or a list of parts) may change between
/// two turns. Tools are left out, because clients add some in the middle of a conversation.
public final class PromptPrefix {
    private static final List<String> SYSTEM = List.of("system", "instructions");
    private static final List<String> CONVERSATION = List.of("messages", "input");
    private static final String TEXT = "prompt";

    private PromptPrefix() {}

    /// The conversation's key; empty if the body has no prompt.
    ///
    /// @param body a JSON object that was read before
    public static Optional<AffinityKey> key(ChatBody body) {
        PromptHash hash = new PromptHash();
        SYSTEM.forEach(name -> value(body, name).ifPresent(hash::add));
        CONVERSATION.forEach(name -> value(body, name).ifPresent(hash::addUpToTheUser));
        value(body, TEXT).ifPresent(hash::addBeginning);
        OptionalLong found = hash.value();
        return found.isPresent()
                ? Optional.of(AffinityKey.ofPrompt(found.getAsLong()))
                : Optional.empty();
    }

    private static Optional<JsonText> value(ChatBody body, String name) {
        return body.member(name).map(body::value);
    }
}
