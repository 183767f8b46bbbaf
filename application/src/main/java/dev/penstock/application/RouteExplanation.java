package dev.penstock.application;

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
/// @param upstreams in the order in which they would be tried, but those with weights as they are written; those that
///        would not be tried stand last
public record RouteExplanation(String model, String route, boolean holdBack, Duration answerTimeout,
        List<Step> upstreams) {
    /// One upstream of the route.
    ///
    /// @param tried whether it would be asked at all
    /// @param obstacle empty if it is simply tried
    /// @param until by when the obstacle is gone, if time alone removes it
    /// @param share the share of requests, in percent, that goes there first as things are; empty where weights do not
    ///        decide that
    public record Step(UpstreamModel upstream, boolean tried, Optional<Obstacle> obstacle,
            Optional<Instant> until,
            Optional<Integer> share, int keys, int restingKeys, int running, int queued) {}

    public RouteExplanation {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(answerTimeout, "answerTimeout");
        upstreams = List.copyOf(upstreams);
    }
}
