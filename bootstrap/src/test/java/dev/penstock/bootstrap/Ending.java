package dev.penstock.bootstrap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What has to come of a request whose first upstream has a fault.
///
/// @param code the status, or the code of the error within the stream; 200 for a whole answer
/// @param reason what the ledger gives as the reason; empty for a whole answer
/// @param attempts what came of asking the first upstream, each time that it is asked
record Ending(Seen seen, int code, String reason, List<String> attempts) {
    /// What the client sees.
    enum Seen {
        /// An error with a status of its own, and nothing before it.
        STATUS,
        /// A part of the answer, an error as an event, and a broken connection.
        BROKEN_OFF,
        /// The first upstream's answer, whole.
        ANSWER,
        /// The second upstream's answer, whole.
        FALLBACK
    }

    /// The endings of one fault: with no other upstream, and with another one that is well.
    record Pair(Ending alone, Ending withFallback) {}

    /// The next upstream answers; where there is none the client is told after so many attempts.
    static Pair goesOn(int status, String word, int attempts) {
        return goesOn(status, word, word, attempts);
    }

    /// The same where the upstream has a word of its own for what is wrong.
    static Pair goesOn(int status, String word, String reason, int attempts) {
        return new Pair(new Ending(Seen.STATUS, status, reason, Collections.nCopies(attempts, word)),
                fallback(List.of(word)));
    }

    /// The client is told, even if there is another upstream.
    static Pair told(int status, String word, String reason) {
        return both(new Ending(Seen.STATUS, status, reason, List.of(word)));
    }

    /// The client has seen a part of the answer, so that it is too late for another upstream.
    static Pair breaksOff(int code, String word, String reason) {
        return both(new Ending(Seen.BROKEN_OFF, code, reason, List.of(word)));
    }

    /// The upstream itself answers after all.
    static Pair answers(String... failures) {
        List<String> attempts = new ArrayList<>(List.of(failures));
        attempts.add("answered");
        return both(new Ending(Seen.ANSWER, 200, "", attempts));
    }

    static Ending fallback(List<String> attempts) {
        return new Ending(Seen.FALLBACK, 200, "", attempts);
    }

    boolean whole() {
        return seen == Seen.ANSWER || seen == Seen.FALLBACK;
    }

    /// For people.
    String text() {
        String times = attempts.size() > 1 && seen != Seen.ANSWER ? ", asked twice" : "";
        return switch (seen) {
            case STATUS -> code + times;
            case BROKEN_OFF -> "a part, then error " + code;
            case ANSWER -> "the answer";
            case FALLBACK -> "the fallback's answer" + times;
        };
    }

    private static Pair both(Ending ending) {
        return new Pair(ending, ending);
    }
}
