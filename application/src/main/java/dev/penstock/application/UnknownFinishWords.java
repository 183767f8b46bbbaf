package dev.penstock.application;

import dev.penstock.domain.route.UpstreamModel;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Logs finish reasons that are none of the known ones: each word once, and no more than [#MOST_WORDS], because an upstream can
/// make up a word per answer.
///
/// Safe for concurrent use.
final class UnknownFinishWords {
    static final int MOST_WORDS = 100;
    private static final System.Logger LOGGER = System.getLogger(UnknownFinishWords.class.getName());

    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    void log(UpstreamModel upstream, String word) {
        if (logged.size() < MOST_WORDS && logged.add(word)) {
            LOGGER.log(Level.WARNING,
                    "{0} ended an answer with the unknown finish reason \"{1}\"; it counts as a normal end",
                    upstream, printable(word));
        }
    }

    private static String printable(String word) {
        StringBuilder printable = new StringBuilder(word.length());
        word.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
