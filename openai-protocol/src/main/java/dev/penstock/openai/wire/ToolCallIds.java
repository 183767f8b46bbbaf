package dev.penstock.openai.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/// Ids of tool calls for APIs that are strict about them: Anthropic accepts `^[a-zA-Z0-9_-]+$` alone, other upstreams write
/// `functions.Bash:0`, other scripts or nothing.
///
/// Without state: an id that is legal stays as it is, every other one is spelled in base64url behind a prefix. Two ids never
/// become one, and [#decode] gives back what [#encode] was given.
public final class ToolCallIds {
    private static final String PREFIX = "psid_";

    private ToolCallIds() {}

    /// The id for a strict API.
    public static String encode(String id) {
        return isLegal(id) && !id.startsWith(PREFIX)
                ? id
                : PREFIX + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /// The id behind an encoded one; every other id as it is.
    public static String decode(String id) {
        if (!id.startsWith(PREFIX)) {
            return id;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(id.substring(PREFIX.length())),
                    StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return id;
        }
    }

    /// An id for a call that has none. It is unique beyond the answer, because the conversation goes on.
    public static String fresh() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static boolean isLegal(String id) {
        return !id.isEmpty() && id.chars().allMatch(ToolCallIds::isLegal);
    }

    private static boolean isLegal(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
