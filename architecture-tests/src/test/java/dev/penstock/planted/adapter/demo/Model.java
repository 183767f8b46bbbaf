package dev.penstock.planted.adapter.demo;

import dev.penstock.planted.adapter.http.Route;
import dev.penstock.planted.application.Service;
import org.jspecify.annotations.NullMarked;

/// An adapter that knows another, and the application.
@NullMarked
public final class Model {
    final Route route;
    final Service service;

    Model(Route route, Service service) {
        this.route = route;
        this.service = service;
    }
}
