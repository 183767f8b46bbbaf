package dev.penstock.domain.chat;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// A finish reason as an upstream wrote it, with its meaning.
///
/// The meanings are data: the resource `finish-words.txt` beside this class lists every known word with its source. Case,
/// blanks, dots, dashes and underscores do not count.
///
/// @param written verbatim; empty if there is none
public record FinishWord(String written, Meaning meaning) {
    /// The length of an unknown word in the ledger and in logs, in characters.
    public static final int MOST_CHARACTERS = 64;

    /// What a finish reason says about the answer.
    public enum Meaning {
        STOP(FinishReason.STOP, "stop"), LENGTH(FinishReason.LENGTH, "length"), CONTEXT_WINDOW(
                FinishReason.CONTEXT_WINDOW, "length"), TOOL_CALLS(FinishReason.TOOL_CALLS,
                        "tool_calls"), CONTENT_FILTER(FinishReason.CONTENT_FILTER, "content_filter"),
        /// A known normal end that no other client API has a word for.
        OTHER(FinishReason.OTHER, "stop"),
        /// Not in the list; a normal end.
        UNKNOWN(FinishReason.OTHER, ""),
        /// The upstream broke the answer off: a failure.
        INTERRUPTED(FinishReason.OTHER, ""),
        /// Not a finish reason: the answer goes on.
        PENDING(FinishReason.OTHER, "");

        private final FinishReason reason;
        private final String chatWord;

        Meaning(FinishReason reason, String chatWord) {
            this.reason = reason;
            this.chatWord = chatWord;
        }
    }

    public FinishWord {
        Objects.requireNonNull(written, "written");
        Objects.requireNonNull(meaning, "meaning");
    }

    /// Looks the word up.
    public static FinishWord of(String written) {
        return new FinishWord(written, FinishWords.meaning(written));
    }

    /// The word of a reason that was not read from an upstream's word.
    public static FinishWord of(FinishReason reason) {
        Meaning meaning = switch (reason) {
            case STOP -> Meaning.STOP;
            case LENGTH -> Meaning.LENGTH;
            case CONTEXT_WINDOW -> Meaning.CONTEXT_WINDOW;
            case TOOL_CALLS -> Meaning.TOOL_CALLS;
            case CONTENT_FILTER -> Meaning.CONTENT_FILTER;
            case OTHER -> Meaning.OTHER;
        };
        return new FinishWord(meaning.chatWord, meaning);
    }

    /// Whether the answer has ended, and well.
    public boolean isEnd() {
        return meaning != Meaning.INTERRUPTED && meaning != Meaning.PENDING;
    }

    public boolean isInterruption() {
        return meaning == Meaning.INTERRUPTED;
    }

    public FinishReason reason() {
        return meaning.reason;
    }

    /// The word for clients of Chat Completions: OpenAI's own for a known end, else as the upstream wrote it. Empty if the
    /// answer goes on.
    public String forChats() {
        if (meaning == Meaning.PENDING) {
            return "";
        }
        boolean ofFunctions = written.equals("function_call"); // legal in OpenAI's API, and other than tool_calls to its clients
        return meaning.chatWord.isEmpty() || ofFunctions ? written : meaning.chatWord;
    }

    /// The word if it is not in the list, of at most [#MOST_CHARACTERS].
    public Optional<String> unknown() {
        return meaning == Meaning.UNKNOWN ? Optional.of(shortened()) : Optional.empty();
    }

    /// What the upstream wrote, of at most [#MOST_CHARACTERS].
    public String shortened() {
        if (written.length() <= MOST_CHARACTERS) {
            return written;
        }
        int end = MOST_CHARACTERS - 1;
        return written.substring(0, Character.isHighSurrogate(written.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /// The letters and digits of a word, in lower case.
    static String normalized(String word) {
        StringBuilder letters = new StringBuilder(Math.min(word.length(), MOST_CHARACTERS));
        for (int i = 0; i < word.length() && letters.length() < MOST_CHARACTERS; i++) {
            char c = word.charAt(i);
            if (" \t.-_".indexOf(c) < 0) {
                letters.append(c);
            }
        }
        return letters.toString().toLowerCase(Locale.ROOT);
    }
}
