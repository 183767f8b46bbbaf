package dev.penstock.domain.chat;

/// The APIs beside Chat Completions that clients speak, and some upstreams, too.
public enum ClientApi {
    /// Anthropic's Messages API.
    MESSAGES,
    /// OpenAI's Responses API.
    RESPONSES
}
