package dev.penstock.bootstrap.plugin;

import dev.penstock.application.Way;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.spi.ProviderPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A configured provider whose plug-in comes and goes. Each request is answered by the version that was there when it
/// began, to its end.
///
/// Safe for concurrent use.
final class ProviderSeat {
    private static final int UNAVAILABLE = 503;
    private static final Duration CATALOG_PATIENCE = Duration.ofSeconds(10);

    private final Seat<Connection> seat;
    private final CallGuard guard;

    ProviderSeat(Seating seating, CallGuard guard) {
        this.seat = new Seat<>(seating, (plugin, settings, context) -> Connection
                .of(((ProviderPlugin) plugin).connect(settings, context)));
        this.guard = guard;
    }

    Seat<Connection> seat() {
        return seat;
    }

    /// The ways, one for each key; each stays the same whoever sits here.
    List<Way> ways() {
        return IntStream.range(0, seat.seating().connections().size())
                .<Way>mapToObj(key -> new SeatedWay(this, key))
                .toList();
    }

    /// Where the answers come from, for people.
    String target() {
        return seat.look(0, Connection::target, "its plug-in is not loaded");
    }

    /// None if the one who sits here does not tell them.
    List<CatalogModel> models() {
        Generation<Connection> generation = enter();
        try {
            return new PluginThread("plug-in " + kind() + " catalog", generation.loader())
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
        } catch (NoThreadException e) {
            generation.leave();
            throw unavailable(String.valueOf(e.getMessage()));
        } catch (PluginException e) {
            throw unavailable(seat.redact(String.valueOf(e.getMessage())));
        }
    }

    /// Asks whoever sits here now.
    <T> T ask(int key, ChatCall call, SinkGate gate, Function<Way, T> question) {
        Generation<Connection> generation = enter();
        try {
            return guard.run(call, gate, generation.loader(), seat::redact, () -> {
                try {
                    return question.apply(generation.connection(key).way());
                } finally {
                    generation.leave();
                }
            });
        } catch (NoThreadException e) {
            generation.leave();
            throw unavailable(String.valueOf(e.getMessage()));
        }
    }

    /// What the way of the one who sits here has; `otherwise` if there is nobody.
    <T> T look(int key, Function<Way, T> at, T otherwise) {
        return seat.look(key, connection -> at.apply(connection.way()), otherwise);
    }

    /// Which a replacement may have taken away since the request began.
    <P> P there(Optional<P> port) {
        return port
                .orElseThrow(() -> unavailable("the plug-in of the kind '" + kind() + "' has just changed"));
    }

    private Generation<Connection> enter() {
        return seat.enter()
                .orElseThrow(() -> unavailable("no plug-in of the kind '" + kind() + "' is loaded"));
    }

    private String kind() {
        return seat.seating().kind().word();
    }

    private static UpstreamException unavailable(String why) {
        return new UpstreamException(
                new UpstreamFailure.Unavailable(FailureDetail.of(why).withStatus(UNAVAILABLE)));
    }
}
