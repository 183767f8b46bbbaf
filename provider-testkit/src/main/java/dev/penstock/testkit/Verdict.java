package dev.penstock.testkit;

import dev.penstock.domain.access.Secret;
import dev.penstock.spi.Settings;
import java.util.Map;

/// How a test failed, in one short line for people. The contract's key is never in it, nor a secret among the settings that
/// the contract test gives.
final class Verdict {
    private static final int LONGEST = 400;

    private Verdict() {}

    /// Of a failed assertion its message; of anything else what it is, too.
    static String of(Throwable failure, Map<String, String> settings) {
        String message = String.valueOf(failure.getMessage());
        String told = failure instanceof AssertionError
                ? message
                : failure.getClass().getSimpleName() + ": " + message;
        String safe = Bench.KEY.redact(told);
        for (Secret secret : new Settings("", settings).secrets()) {
            safe = secret.redact(safe);
        }
        String line = safe.strip().replaceAll("\\s+", " ").replace('`', '\'');
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
