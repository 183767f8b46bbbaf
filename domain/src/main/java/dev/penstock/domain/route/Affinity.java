package dev.penstock.domain.route;

import java.util.Locale;

/// Whether the requests of one session go to the same upstream and API key, so that its prompt cache is used.
public enum Affinity {
    /// Each session keeps its upstream and its key while they are available.
    SESSION,
    /// Upstreams are drawn and keys are used in turn for each request.
    NONE;

    /// The name in the configuration and in explanations.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
