package dev.penstock.domain.usage;

import dev.penstock.domain.route.UpstreamModel;
import java.util.Objects;

/// One time that an upstream was asked.
///
/// @param result `answered`, or why there was no answer, as a word such as `throttled`
public record Attempt(UpstreamModel upstream, String result) {
    public Attempt {
        Objects.requireNonNull(upstream, "upstream");
        Objects.requireNonNull(result, "result");
    }
}
