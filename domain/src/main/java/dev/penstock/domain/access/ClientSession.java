package dev.penstock.domain.access;

import java.util.Objects;
import java.util.Optional;

/// What a client says about the session that a request belongs to. Each part is empty if the client does not send it.
///
/// The parts are chosen by the client. A part is stripped of surrounding white space and cut to [#LONGEST] characters; a
/// part that is blank or contains control characters is treated as not sent.
///
/// @param id the session: in most clients one conversation
/// @param agent the agent within the session
/// @param parentAgent the agent that started this one
/// @param requestClass what the request is for, such as `main`, `subagent`, `compaction` or `auxiliary`
public record ClientSession(Optional<String> id, Optional<String> agent, Optional<String> parentAgent,
        Optional<String> requestClass) {
    /// The longest part, in characters.
    public static final int LONGEST = 200;

    /// The client says nothing.
    public static final ClientSession NONE = new ClientSession(Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty());

    public ClientSession {
        id = usable(id);
        agent = usable(agent);
        parentAgent = usable(parentAgent);
        requestClass = usable(requestClass);
    }

    /// A session of which only the id is known.
    public static ClientSession of(String id) {
        return new ClientSession(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The same session; its id is `other` if it has none.
    public ClientSession orId(Optional<String> other) {
        Objects.requireNonNull(other, "other");
        return id.isPresent() || other.isEmpty()
                ? this
                : new ClientSession(other, agent, parentAgent, requestClass);
    }

    private static Optional<String> usable(Optional<String> part) {
        return part.map(String::strip)
                .filter(text -> !text.isEmpty() && text.chars().noneMatch(Character::isISOControl))
                .map(ClientSession::cut);
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(LONGEST - 1));
        return text.substring(0, splits ? LONGEST - 1 : LONGEST);
    }
}
