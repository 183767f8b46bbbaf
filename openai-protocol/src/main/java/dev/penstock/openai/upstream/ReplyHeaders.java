package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.ClientApi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Selects the headers of an upstream's response that clients use. Pure.
///
/// Limits go to clients of every API, for they hold for the key and the model whatever the API is. Ids and advice to retry
/// belong to one exchange in one API, and so to clients of native endpoints alone. `retry-after` is not among them: it is a
/// part of the failure, and is written as whole seconds.
final class ReplyHeaders {
    private static final List<String> LIMITS = List.of("anthropic-ratelimit-", "x-ratelimit-", "x-codex-");
    private static final int MOST = 64;
    private static final int LONGEST = 512;

    private ReplyHeaders() {}

    /// @param relayed the API of a request that was relayed
    /// @return by lower-case name
    static Map<String, String> of(UpstreamResponse response, Optional<ClientApi> relayed) {
        Map<String, String> selected = new HashMap<>();
        response.headers().forEach((name, value) -> {
            boolean limit = LIMITS.stream().anyMatch(name::startsWith);
            boolean exchange = relayed.isPresent() && isOfExchange(name);
            if ((limit || exchange) && selected.size() < MOST && isPrintable(value)) {
                selected.put(name.equals("x-request-id") ? "x-upstream-request-id" : name, value);
            }
        });
        return selected;
    }

    /// The gateway has an `x-request-id` of its own, under which its log and its ledger know the request.
    private static boolean isOfExchange(String name) {
        return name.equals("request-id") || name.equals("x-request-id") || name.equals("x-should-retry");
    }

    private static boolean isPrintable(String value) {
        return !value.isBlank() && value.length() <= LONGEST
                && value.chars().allMatch(unit -> unit >= ' ' && unit <= '~');
    }
}
