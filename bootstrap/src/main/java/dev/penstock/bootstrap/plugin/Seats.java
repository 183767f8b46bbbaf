package dev.penstock.bootstrap.plugin;

import dev.penstock.bootstrap.plugin.LoadedPlugin.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All that is configured and of plug-ins' kinds.
///
/// What changes the seats is called by one thread at a time; the rest is safe for concurrent use.
final class Seats {
    private final List<Seat<?>> seats;
    private volatile Consumer<Seating> renewed = _ -> {
    };

    Seats(List<Seat<?>> seats) {
        this.seats = List.copyOf(seats);
    }

    /// @param then hears of every seat that somebody else sits on from now on
    void onRenewal(Consumer<Seating> then) {
        renewed = then;
    }

    /// Those for a kind.
    List<Seat<?>> of(KindName kind) {
        return seats.stream().filter(seat -> seat.seating().kind().equals(kind)).toList();
    }

    /// Those where nobody sits.
    List<Seating> vacant() {
        return seats.stream().filter(Seat::vacant).<Seating>map(Seat::seating).toList();
    }

    /// What is not called any more, or soon may not be, because calls of before have not come back; in one line each.
    List<String> stuck() {
        return seats.stream()
                .filter(seat -> seat.lostCalls() > 0)
                .map(seat -> seat.seating().path() + ": " + seat.lostCalls()
                        + " calls were given up and have not come back")
                .toList();
    }

    /// Puts the next generations where they belong, and nobody on the other seats of these kinds.
    void take(List<Kind> kinds, List<Prepared<?>> next) {
        Map<Seat<?>, Prepared<?>> prepared = next.stream()
                .collect(Collectors.toMap(Prepared::seat, Function.identity()));
        kinds.stream().map(Kind::name).distinct().flatMap(kind -> of(kind).stream()).forEach(seat -> {
            Prepared<?> its = prepared.get(seat);
            if (its == null) {
                seat.take(Optional.empty());
            } else {
                its.install();
            }
            renewed.accept(seat.seating());
        });
    }
}
