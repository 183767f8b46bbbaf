package dev.penstock.openai.wire;

import java.util.Set;

/// The names of events that only keep a connection alive, as the line `event:` or the member `type`.
///
/// Sources: `ping` of Anthropic's Messages API, `keepalive` of OpenAI's Responses API, `heartbeat` and the other spellings of
/// proxies.
public final class KeepAlive {
    private static final Set<String> NAMES = Set.of("ping", "pong", "keepalive", "keep-alive", "keep_alive",
            "heartbeat");

    private KeepAlive() {}

    /// Whether an event of that name only keeps the connection alive.
    public static boolean isName(String name) {
        return NAMES.contains(name);
    }
}
