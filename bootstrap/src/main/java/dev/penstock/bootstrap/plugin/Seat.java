package dev.penstock.bootstrap.plugin;

import dev.penstock.application.Way;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.port.ChatCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A configured provider whose plug-in comes and goes. Each request is answered by the version that was there when it
/// began, to its end.
///
/// Safe for concurrent use.
final class Seat {
    private static final int UNAVAILABLE = 503;
    private static final Duration CATALOG_PATIENCE = Duration.ofSeconds(10);

    private final Seating seating;
    private final CallGuard guard;
    private final AtomicReference<@Nullable Generation> current = new AtomicReference<>();

    Seat(Seating seating, CallGuard guard) {
        this.seating = seating;
        this.guard = guard;
    }

    Seating seating() {
        return seating;
    }

    /// From now on requests go there; empty if there is nobody any more.
    void take(Optional<Generation> next) {
        Generation before = current.getAndSet(next.orElse(null));
        if (before != null) {
            before.retire();
        }
    }

    boolean vacant() {
        return current.get() == null;
    }

    /// The ways, one for each key; each stays the same whoever sits here.
    List<Way> ways() {
        return IntStream.range(0, seating.connections().size())
                .<Way>mapToObj(key -> new SeatedWay(this, key))
                .toList();
    }

    /// Where the answers come from, for people.
    String target() {
        return look(0, Connection::target, "its plug-in is not loaded");
    }

    /// None if the one who sits here does not tell them.
    List<CatalogModel> models() {
        Generation generation = enter();
        try {
            return new PluginThread("plug-in " + seating.kind() + " catalog", generation.loader())
                    .within(CATALOG_PATIENCE, () -> {
                        try {
                            return generation.connection(0)
                                    .catalog()
                                    .map(catalog -> List.copyOf(catalog.models()))
                                    .orElse(List.of());
                        } finally {
                            generation.leave();
                        }
                    }, _ -> {
                    });
        } catch (PluginException e) {
            throw unavailable(String.valueOf(e.getMessage()));
        }
    }

    /// Asks whoever sits here now.
    <T> T ask(int key, ChatCall call, SinkGate gate, Function<Way, T> question) {
        Generation generation = enter();
        return guard.run(call, gate, generation.loader(), () -> {
            try {
                return question.apply(generation.connection(key).way());
            } finally {
                generation.leave();
            }
        });
    }

    /// What the one who sits here has; `otherwise` if there is nobody.
    <T> T look(int key, Function<Connection, T> at, T otherwise) {
        Generation now = current.get();
        return now == null ? otherwise : at.apply(now.connection(key));
    }

    /// Which a replacement may have taken away since the request began.
    <P> P there(Optional<P> port) {
        return port.orElseThrow(
                () -> unavailable("the plug-in of the kind '" + seating.kind() + "' has just changed"));
    }

    private Generation enter() {
        for (Generation now = current.get(); now != null; now = current.get()) {
            if (now.enter()) {
                return now;
            }
        }
        throw unavailable("no plug-in of the kind '" + seating.kind() + "' is loaded");
    }

    private static UpstreamException unavailable(String why) {
        return new UpstreamException(
                new UpstreamFailure.Unavailable(FailureDetail.of(why).withStatus(UNAVAILABLE)));
    }
}
