package dev.penstock.bootstrap.plugin;

import dev.penstock.domain.port.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// All that is configured and of kinds that are not built in.
///
/// @param interceptors in the order in which requests pass them
public record Seatings(List<Seating> providers, List<ForRecorder> recorders,
        List<ForInterceptor> interceptors) {
    public Seatings {
        providers = List.copyOf(providers);
        recorders = List.copyOf(recorders);
        interceptors = List.copyOf(interceptors);
    }

    /// A usage recorder.
    ///
    /// @param timeout how long one record may take
    public record ForRecorder(Seating seating, Duration timeout) {
        public ForRecorder {
            Objects.requireNonNull(seating, "seating");
            Objects.requireNonNull(timeout, "timeout");
        }
    }

    /// An interceptor.
    ///
    /// @param timeout how long one call may take
    /// @param needed whether no request may pass while it fails
    /// @param kept how much of an answer is kept for it, in bytes
    public record ForInterceptor(Seating seating, Interceptor.Mode mode, Duration timeout, boolean needed,
            int kept) {
        public ForInterceptor {
            Objects.requireNonNull(seating, "seating");
            Objects.requireNonNull(mode, "mode");
            Objects.requireNonNull(timeout, "timeout");
        }
    }
}
