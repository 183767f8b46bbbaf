package dev.penstock.bootstrap.plugin;

import dev.penstock.domain.route.ProviderId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The configured providers whose kinds are plug-ins'.
///
/// What changes them is called by one thread at a time; the rest is safe for concurrent use.
final class Seats {
    private final Map<ProviderId, Seat> seats = new LinkedHashMap<>();
    private volatile Consumer<ProviderId> renewed = _ -> {
    };

    Seats(List<Seat> seats) {
        seats.forEach(seat -> this.seats.put(seat.seating().id(), seat));
    }

    /// @param then hears of every provider that somebody else answers for from now on
    void onRenewal(Consumer<ProviderId> then) {
        renewed = then;
    }

    Optional<Seat> get(ProviderId id) {
        return Optional.ofNullable(seats.get(id));
    }

    /// Those for a kind.
    List<Seat> of(String kind) {
        return seats.values().stream().filter(seat -> seat.seating().kind().equals(kind)).toList();
    }

    /// Those where nobody sits.
    List<Seating> vacant() {
        return seats.values().stream().filter(Seat::vacant).map(Seat::seating).toList();
    }

    /// Puts the next generation where it belongs, and nobody on the plug-in's other seats.
    void take(List<LoadedPlugin.Kind> kinds, Map<Seat, Generation> next) {
        kinds.stream()
                .map(LoadedPlugin.Kind::name)
                .distinct()
                .flatMap(kind -> of(kind).stream())
                .forEach(seat -> {
                    seat.take(Optional.ofNullable(next.get(seat)));
                    renewed.accept(seat.seating().id());
                });
    }
}
