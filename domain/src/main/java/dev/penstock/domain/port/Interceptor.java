package dev.penstock.domain.port;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Stands in the way of requests: sees them, edits them, or keeps some from going on.
///
/// A gateway has a list of them, and every request that a model is to answer passes them in that order, once it is
/// admitted and read and before an upstream is chosen. Each sees what those before it have made of the request.
///
/// Safe for concurrent use. The request waits for each call to an editor or a guard, up to the time-out that the gateway's
/// people have set; then the thread is interrupted and the call counts as failed, as it does after any exception. Whether
/// a request may pass without an interceptor that has failed is theirs to say, too.
public sealed interface Interceptor extends AutoCloseable permits RequestEditor, RequestGuard,
        RequestObserver {

    /// Lets go of what was opened. May be called more than once.
    @Override
    default void close() {}

    /// What an interceptor may do.
    enum Mode {
        /// See requests and what became of them; [RequestObserver].
        OBSERVE,
        /// Change requests; [RequestEditor].
        EDIT,
        /// Keep requests from going on; [RequestGuard].
        REFUSE;

        /// As it is written in the configuration: `observe`, `edit`, `refuse`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The mode of that word; empty if there is none.
        public static Optional<Mode> of(String word) {
            return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
        }
    }

    /// What it does, which is which of the three interfaces it implements.
    default Mode mode() {
        return switch (this) {
            case RequestObserver _ -> Mode.OBSERVE;
            case RequestEditor _ -> Mode.EDIT;
            case RequestGuard _ -> Mode.REFUSE;
        };
    }
}
