package dev.penstock.domain.route;

import java.util.Objects;

/// One place where a model route leads to.
///
/// @param name the model as the provider knows it; its `*` takes what the star of the route's own pattern stands for
/// @param weight how large a share of the requests goes here first, among neighbours that have a weight, too; 0 for none,
///        that is for being tried strictly in the order of the route
public record RouteTarget(ProviderId provider, ModelPattern name, int weight) {
    public RouteTarget {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(name, "name");
        if (weight < 0) {
            throw new IllegalArgumentException("a weight is never negative");
        }
    }
}
