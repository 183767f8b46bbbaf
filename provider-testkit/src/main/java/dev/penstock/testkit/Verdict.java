package dev.penstock.testkit;

/// How a test failed, in one short line for people. The key that the contract uses is never in it.
final class Verdict {
    private static final int LONGEST = 240;

    private Verdict() {}

    /// Of a failed assertion its message; of anything else what it is, too.
    static String of(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        String told = failure instanceof AssertionError
                ? message
                : failure.getClass().getSimpleName() + ": " + message;
        String line = Bench.KEY.redact(told).strip().replaceAll("\\s+", " ").replace('`', '\'');
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
