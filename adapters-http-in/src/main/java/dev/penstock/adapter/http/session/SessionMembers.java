package dev.penstock.adapter.http.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.openai.wire.CarriedJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The members of request bodies in which clients name their session: `prompt_cache_key` (OpenAI's APIs; Codex and
/// OpenCode put their session's id there), `session_id` (OpenRouter), and members of `metadata`.
///
/// Claude Code writes `metadata.user_id` as `user_…_account_…_session_ID`, or as a JSON text with a `session_id`; of
/// other clients the whole `user_id` counts.
public final class SessionMembers {
    private static final List<String> TOP = List.of("prompt_cache_key", "session_id");
    private static final List<String> IN_METADATA = List.of("session_id", "sessionId", "user_id");
    private static final String USER_ID_SESSION = "_session_";
    private static final int LONGEST_METADATA = 16 * 1024;

    private SessionMembers() {}

    /// Whether a `metadata.user_id` names an account and a session, as Claude Code's does.
    public static boolean isCompound(String userId) {
        return userId.contains(USER_ID_SESSION) || userId.startsWith("{");
    }

    /// The session id in a body whose members are known.
    public static Optional<String> read(ChatBody body) {
        return read(name -> body.member(name)
                .map(body::value)
                .filter(value -> value.length() <= LONGEST_METADATA)
                .flatMap(value -> CarriedJson.parsed(value.toBytes())));
    }

    /// The session id in a body that was parsed.
    public static Optional<String> read(JsonNode body) {
        return read(name -> Optional.of(body.path(name)));
    }

    private static Optional<String> read(Function<String, Optional<JsonNode>> member) {
        return TOP.stream()
                .flatMap(name -> member.apply(name).stream())
                .flatMap(SessionMembers::text)
                .findFirst()
                .or(() -> member.apply("metadata").flatMap(SessionMembers::inMetadata));
    }

    private static Optional<String> inMetadata(JsonNode metadata) {
        return IN_METADATA.stream()
                .map(metadata::path)
                .flatMap(SessionMembers::text)
                .map(SessionMembers::session)
                .findFirst();
    }

    private static Stream<String> text(JsonNode value) {
        return value.isTextual() && !value.textValue().isBlank() ? Stream.of(value.textValue()) : Stream.of();
    }

    private static String session(String userId) {
        int named = userId.lastIndexOf(USER_ID_SESSION);
        if (named >= 0) {
            return userId.substring(named + USER_ID_SESSION.length());
        }
        if (!userId.startsWith("{")) {
            return userId;
        }
        return CarriedJson.parsed(userId)
                .flatMap(json -> text(json.path("session_id")).findFirst())
                .orElse(userId);
    }
}
