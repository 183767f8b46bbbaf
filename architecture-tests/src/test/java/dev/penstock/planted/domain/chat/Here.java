package dev.penstock.planted.domain.chat;

import dev.penstock.planted.domain.route.There;
import org.jspecify.annotations.NullMarked;

/// One half of a cycle.
@NullMarked
public final class Here {
    public final There there;

    public Here(There there) {
        this.there = there;
    }
}
