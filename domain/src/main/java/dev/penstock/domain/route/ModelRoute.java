package dev.penstock.domain.route;

import java.util.List;
import java.util.Objects;

/// The upstream models behind one name that clients write, best first.
///
/// @param model the name the client writes
/// @param upstreams never empty
public record ModelRoute(String model, List<UpstreamModel> upstreams) {
    public ModelRoute {
        Objects.requireNonNull(model, "model");
        upstreams = List.copyOf(upstreams);
        if (upstreams.isEmpty()) {
            throw new IllegalArgumentException("the route of " + model + " leads nowhere");
        }
    }
}
