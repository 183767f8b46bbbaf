package dev.penstock.planted.fake;

import dev.penstock.planted.application.Service;
import org.jspecify.annotations.NullMarked;

/// A pretend upstream that knows the product.
@NullMarked
public final class Pretender {
    final Service service;

    Pretender(Service service) {
        this.service = service;
    }
}
