package dev.penstock.domain.chat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The APIs beside Chat Completions that clients speak, and some upstreams, too.
public enum ClientApi {
    /// Anthropic's Messages API.
    MESSAGES,
    /// OpenAI's Responses API.
    RESPONSES;

    /// The API as a short, stable word: `messages`, `responses`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The API of that word; empty if there is none.
    public static Optional<ClientApi> of(String word) {
        return Arrays.stream(values()).filter(api -> api.word().equals(word)).findFirst();
    }
}
