package dev.penstock.planted.domain.route;

import dev.penstock.planted.domain.chat.Here;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// The other half of a cycle.
@NullMarked
public final class There {
    public @Nullable Here here() {
        return null;
    }
}
