package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.ClientApi;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/// The client's headers that a relayed request carries: all that begin with the name of the API's maker, word for word,
/// because new ones appear often. Credentials and what names the client's own account are left out: the upstream is
/// called with the gateway's key.
final class RelayedHeaders {
    private static final Set<String> CREDENTIALS = Set.of("key", "apikey", "token", "secret", "auth",
            "authorization", "authentication", "cookie", "credential", "credentials", "password");
    private static final Set<String> ACCOUNT = Set.of("openai-organization", "openai-project");

    private RelayedHeaders() {}

    /// @param sent what the client sent, by lower-case name
    static Map<String, String> of(ClientApi api, Map<String, String> sent) {
        String prefix = switch (api) {
            case MESSAGES -> "anthropic-";
            case RESPONSES -> "openai-";
        };
        Map<String, String> carried = new HashMap<>();
        sent.forEach((name, value) -> {
            if (name.startsWith(prefix) && !ACCOUNT.contains(name) && !namesCredential(name)) {
                carried.put(name, value);
            }
        });
        return carried;
    }

    private static boolean namesCredential(String name) {
        StringTokenizer words = new StringTokenizer(name, "-_");
        while (words.hasMoreTokens()) {
            if (CREDENTIALS.contains(words.nextToken())) {
                return true;
            }
        }
        return false;
    }
}
