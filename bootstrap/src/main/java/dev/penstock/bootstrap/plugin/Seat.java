package dev.penstock.bootstrap.plugin;

import dev.penstock.domain.access.Secret;
import dev.penstock.spi.Plugin;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The place of something configured whose plug-in comes and goes. Who uses it enters the version that is there at the
/// time, and has it to the end.
///
/// Safe for concurrent use.
///
/// @param <C> what a plug-in makes for here
final class Seat<C extends AutoCloseable> {
    /// How it is made.
    interface Making<C> {
        /// @param plugin of the seat's role
        C make(Plugin plugin, Settings settings, PluginContext context);
    }

    private final Seating seating;
    private final Making<C> making;
    private final AtomicReference<@Nullable Generation<C>> current = new AtomicReference<>();
    private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

    Seat(Seating seating, Making<C> making) {
        this.seating = seating;
        this.making = making;
    }

    Seating seating() {
        return seating;
    }

    /// Makes one for here.
    ///
    /// @param plugin of the seat's role
    C make(Plugin plugin, Settings settings, PluginContext context) {
        try {
            return Objects.requireNonNull(making.make(plugin, settings, context), "what connect() has given");
        } finally {
            settings.secrets().forEach(secret -> secrets.put(secret.reveal(), secret));
        }
    }

    /// What a plug-in says, without the secrets that it was given.
    String redact(String text) {
        String safe = text;
        for (Secret secret : secrets.values()) {
            safe = secret.redact(safe);
        }
        return safe;
    }

    /// From now on that one is used; empty if there is nobody any more.
    void take(Optional<Generation<C>> next) {
        Generation<C> before = current.getAndSet(next.orElse(null));
        if (before != null) {
            before.retire();
        }
    }

    boolean vacant() {
        return current.get() == null;
    }

    /// Whoever sits here now; empty if there is nobody.
    ///
    /// @return one that has to be left again
    Optional<Generation<C>> enter() {
        for (Generation<C> now = current.get(); now != null; now = current.get()) {
            if (now.enter()) {
                return Optional.of(now);
            }
        }
        return Optional.empty();
    }

    /// How many calls to the one who sits here have been given up and not come back.
    int lostCalls() {
        Generation<C> now = current.get();
        return now == null ? 0 : now.calls().lost();
    }

    /// What the one who sits here has; `otherwise` if there is nobody.
    ///
    /// @param key which of its connections
    <T> T look(int key, Function<C, T> at, T otherwise) {
        Generation<C> now = current.get();
        return now == null ? otherwise : at.apply(now.connection(key));
    }
}
