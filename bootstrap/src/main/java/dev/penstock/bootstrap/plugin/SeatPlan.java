package dev.penstock.bootstrap.plugin;

import dev.penstock.application.Interceptors;
import dev.penstock.bootstrap.plugin.Seatings.ForInterceptor;
import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.route.ProviderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The seats by what they are for.
final class SeatPlan {
    private static final Duration GRACE = Duration.ofMillis(500);

    private final List<Seat<?>> all = new ArrayList<>();
    private final Map<ProviderId, ProviderSeat> providers = new LinkedHashMap<>();
    private final List<UsageRecorder> recorders = new ArrayList<>();
    private final List<Interceptors.Named> interceptors = new ArrayList<>();

    SeatPlan(Seatings seatings) {
        for (Seating seating : seatings.providers()) {
            ProviderSeat seat = new ProviderSeat(seating,
                    new CallGuard(seating.kind().word(), GRACE));
            providers.put(new ProviderId(seating.name()), seat);
            all.add(seat.seat());
        }
        for (Seatings.ForRecorder recorder : seatings.recorders()) {
            RecorderSeat seat = new RecorderSeat(recorder.seating(), recorder.timeout());
            recorders.add(seat);
            all.add(seat.seat());
        }
        for (ForInterceptor one : seatings.interceptors()) {
            InterceptorSeat seat = new InterceptorSeat(one.seating(), one.mode(), one.timeout());
            interceptors.add(new Interceptors.Named(one.seating().name(), seat.interceptor(), one.needed(),
                    one.kept()));
            all.add(seat.seat());
        }
    }

    Seats all() {
        return new Seats(all);
    }

    boolean has(ProviderId id) {
        return providers.containsKey(id);
    }

    ProviderSeat provider(ProviderId id) {
        return Objects.requireNonNull(providers.get(id), id.value());
    }

    List<UsageRecorder> recorders() {
        return List.copyOf(recorders);
    }

    List<Interceptors.Named> interceptors() {
        return List.copyOf(interceptors);
    }
}
