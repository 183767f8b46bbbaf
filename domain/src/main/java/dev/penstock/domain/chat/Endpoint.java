package dev.penstock.domain.chat;

import java.util.Locale;

/// Where clients ask models for something, and so the API that their requests are written in.
public enum Endpoint {
    /// OpenAI's `/v1/chat/completions`.
    CHAT_COMPLETIONS,
    /// OpenAI's `/v1/completions`.
    COMPLETIONS,
    /// OpenAI's `/v1/embeddings`.
    EMBEDDINGS,
    /// OpenAI's `/v1/responses`.
    RESPONSES,
    /// Anthropic's `/v1/messages`.
    MESSAGES;

    /// A short, stable word for it, such as `chat_completions`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
