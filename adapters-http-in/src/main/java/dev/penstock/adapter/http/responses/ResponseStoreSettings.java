package dev.penstock.adapter.http.responses;

import java.time.Duration;
import java.util.Objects;

/// How much of what was answered the gateway remembers. All of it is memory of this process.
///
/// @param mostResponses 0 to remember nothing
/// @param mostBytes of all responses together, each with the conversation that led to it
/// @param keptFor since it was answered
public record ResponseStoreSettings(int mostResponses, long mostBytes, Duration keptFor) {
    public ResponseStoreSettings {
        Objects.requireNonNull(keptFor, "keptFor");
        if (mostResponses < 0 || mostBytes < 0 || keptFor.isNegative()) {
            throw new IllegalArgumentException("limits are never negative");
        }
    }

    /// A thousand responses, a sixteenth of the memory, a day.
    public static ResponseStoreSettings usual() {
        return new ResponseStoreSettings(1000, Runtime.getRuntime().maxMemory() / 16, Duration.ofDays(1));
    }
}
