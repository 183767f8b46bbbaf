package dev.penstock.adapter.http.session;

import dev.penstock.domain.access.ClientSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The request headers in which clients name their session. They are for the gateway and are not sent to upstreams.
///
/// Sources: Claude Code (`x-claude-code-…`), Codex (`session_id`, `conversation_id`; with dashes where a proxy refuses
/// underscores), OpenCode (`x-opencode-…`, `x-session-affinity`), Amp (`x-amp-thread-id`), LiteLLM
/// (`x-litellm-session-id`), and `x-session-id`, which several clients share.
public final class SessionHeaders {
    /// Documented by OpenRouter as a header of its own API; other providers do not forward it.
    private static final String OF_OPENROUTER = "x-session-id";

    /// The most specific first.
    private static final List<String> IDS = List.of("x-claude-code-session-id", "session_id", "session-id",
            "conversation_id", "conversation-id", "x-opencode-session", "x-session-affinity",
            "x-amp-thread-id",
            "x-litellm-session-id", OF_OPENROUTER);
    private static final String AGENT = "x-claude-code-agent-id";
    private static final String PARENT_AGENT = "x-claude-code-parent-agent-id";
    private static final String REQUEST_CLASS = "x-claude-code-request-class";
    private static final List<String> PREFIXES = List.of("x-claude-code-", "x-opencode-", "x-codex-");

    private SessionHeaders() {}

    /// Reads the session.
    ///
    /// @param headers by lower-case name
    public static ClientSession read(Map<String, String> headers) {
        return new ClientSession(
                IDS.stream().map(headers::get).filter(id -> id != null && !id.isBlank()).findFirst(),
                Optional.ofNullable(headers.get(AGENT)), Optional.ofNullable(headers.get(PARENT_AGENT)),
                Optional.ofNullable(headers.get(REQUEST_CLASS)));
    }

    /// The headers that upstreams may get: all but those about the session.
    ///
    /// @param headers by lower-case name
    public static Map<String, String> without(Map<String, String> headers) {
        Map<String, String> others = new HashMap<>(headers);
        others.keySet().removeIf(SessionHeaders::isKeptBack);
        return others;
    }

    private static boolean isKeptBack(String name) {
        return (IDS.contains(name) && !name.equals(OF_OPENROUTER))
                || PREFIXES.stream().anyMatch(name::startsWith);
    }
}
