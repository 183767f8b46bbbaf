package dev.penstock.openai.upstream;

import dev.penstock.domain.access.Secret;
import java.util.Map;

/// The headers of every request that say who asks: the key, the way the upstream wants to be shown it, and what has to
/// stand beside it.
@FunctionalInterface
public interface KeyHeaders {
    /// As OpenAI does it.
    KeyHeaders BEARER = key -> Map.of("Authorization", "Bearer " + key.reveal());

    Map<String, String> of(Secret key);
}
