package dev.penstock.domain.failure;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What an upstream sent beside a failure's meaning, for the client.
///
/// @param headers that clients use (limits, ids), by lower-case name
/// @param error the error itself, if it is written in the client's API
public record UpstreamReply(Map<String, String> headers, Optional<RelayedError> error) {
    /// Nothing.
    public static final UpstreamReply NONE = new UpstreamReply(Map.of(), Optional.empty());

    public UpstreamReply {
        headers = Map.copyOf(headers);
        Objects.requireNonNull(error, "error");
    }

    /// The headers alone.
    public UpstreamReply withoutError() {
        return error.isEmpty() ? this : new UpstreamReply(headers, Optional.empty());
    }

    /// The same with every text edited that the upstream wrote.
    public UpstreamReply withTexts(UnaryOperator<String> edit) {
        return error.isEmpty() ? this : new UpstreamReply(headers, error.map(written -> written.with(edit)));
    }

    /// Says whether there is an error, never what it says.
    @Override
    public String toString() {
        return "UpstreamReply[" + headers.keySet() + (error.isPresent() ? ", error]" : "]");
    }
}
