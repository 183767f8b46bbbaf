package dev.penstock.domain.port;

import java.util.Objects;

/// What a client got, in its own API: a JSON document, or the server-sent events of a stream, keep-alive comments among
/// them.
///
/// @param text empty if the request was answered with an error before anything else, which the ledger's line tells
/// @param cut whether it was longer, and more than what is kept of answers for an observer is missing at its end
public record InterceptedAnswer(String text, boolean cut) {
    public InterceptedAnswer {
        Objects.requireNonNull(text, "text");
    }

    /// Says how long the text is, never what it says.
    @Override
    public String toString() {
        return "InterceptedAnswer[" + text.length() + " characters" + (cut ? ", cut]" : "]");
    }
}
