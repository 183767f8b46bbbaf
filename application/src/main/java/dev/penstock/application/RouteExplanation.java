package dev.penstock.application;

import dev.penstock.domain.route.Affinity;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What would happen to a request for a model, if it came now.
///
/// @param model the name that counts: the client's, what it is an alias of, or the default
/// @param route the name or pattern of the route that matches
/// @param holdBack whether the answer would be kept back until it is whole
/// @param answerTimeout how long it may take until an answer has begun
/// @param affinity whether a session keeps its upstream and its API key
/// @param session what the session was recognised by that the order is for; empty if the order is for no session
/// @param upstreams in the order in which they would be tried; for no session, those with weights are in the order in which
///        they are written; those that would not be tried are last
public record RouteExplanation(String model, String route, boolean holdBack, Duration answerTimeout,
        Affinity affinity, Optional<AffinityKey.Source> session,
        List<Step> upstreams) {
    /// One upstream of the route.
    ///
    /// @param tried whether it would be asked at all
    /// @param obstacle empty if it is simply tried
    /// @param until by when the obstacle is gone, if time alone removes it
    /// @param share the share of requests, in percent, that goes there first as things are; empty where weights do not
    ///        decide that
    /// @param firstKey the place of the key that the session would use, counted from 1; empty for no session, for a single
    ///        key, and if no key may be used
    public record Step(UpstreamModel upstream, boolean tried, Optional<Obstacle> obstacle,
            Optional<Instant> until,
            Optional<Integer> share, int keys, int restingKeys, Optional<Integer> firstKey, int running,
            int queued) {}

    public RouteExplanation {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(answerTimeout, "answerTimeout");
        Objects.requireNonNull(affinity, "affinity");
        Objects.requireNonNull(session, "session");
        upstreams = List.copyOf(upstreams);
    }
}
