package dev.penstock.bootstrap.plugin;

import dev.penstock.domain.port.InterceptedAnswer;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.RequestEditor;
import dev.penstock.domain.port.RequestGuard;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// A configured interceptor whose plug-in comes and goes.
///
/// Safe for concurrent use. What it throws says in one line why it has failed.
final class InterceptorSeat {
    private static final ShortCalls.Limits LIMITS = new ShortCalls.Limits(256, 8, false);

    private final Seat<Interceptor> seat;
    private final ShortCalls<Interceptor> calls;
    private final Interceptor.Mode mode;

    /// @param mode which its plug-in has to be of
    /// @param timeout for each call
    InterceptorSeat(Seating seating, Interceptor.Mode mode, Duration timeout) {
        this.seat = new Seat<>(seating, (plugin, settings, context) -> make((InterceptorPlugin) plugin, mode,
                seating, settings, context));
        this.calls = new ShortCalls<>(seat, timeout, LIMITS);
        this.mode = mode;
    }

    private static Interceptor make(InterceptorPlugin plugin, Interceptor.Mode mode, Seating seating,
            Settings settings, PluginContext context) {
        if (plugin.mode() != mode) {
            throw new SettingsException(List.of(new Problem(seating.path() + ".mode", "is '" + mode.word()
                    + "', and the interceptors of the kind '" + seating.kind() + "' are there to "
                    + plugin.mode().word())));
        }
        Interceptor made = plugin.connect(settings, context);
        if (made.mode() != mode) {
            Generation.close(made, _ -> "it threw an exception");
            throw new IllegalStateException("its mode is to " + mode.word() + ", and it has made one to "
                    + made.mode().word());
        }
        return made;
    }

    Seat<Interceptor> seat() {
        return seat;
    }

    /// As the application sees it; stays the same whoever sits here.
    Interceptor interceptor() {
        return switch (mode) {
            case OBSERVE -> new Observer();
            case EDIT -> (RequestEditor) request -> ask(one -> ((RequestEditor) one).edit(request));
            case REFUSE -> (RequestGuard) request -> ask(one -> ((RequestGuard) one).objection(request));
        };
    }

    private <T> T ask(Function<Interceptor, T> question) {
        try {
            return calls.ask(question);
        } catch (PluginException e) {
            throw failed(e);
        }
    }

    private IllegalStateException failed(PluginException e) {
        return new IllegalStateException(calls.reason(e));
    }

    /// Tells both of a request, its beginning and its end, to the version that was there when it began.
    private final class Observer implements RequestObserver {
        @Override
        public Sequel asked(InterceptedRequest request) {
            Generation<Interceptor> generation;
            try {
                generation = calls.enter();
            } catch (PluginException e) {
                throw failed(e);
            }
            boolean heard = false;
            try {
                Sequel sequel = calls.ask(generation, one -> ((RequestObserver) one).asked(request));
                heard = true;
                return (answer, line) -> tell(generation, sequel, answer, line);
            } catch (PluginException e) {
                throw failed(e);
            } finally {
                if (!heard) {
                    generation.leave();
                }
            }
        }

        private void tell(Generation<Interceptor> generation, Sequel sequel, InterceptedAnswer answer,
                UsageRecord line) {
            try {
                var _ = calls.ask(generation, _ -> {
                    sequel.ended(answer, line);
                    return true;
                });
            } catch (PluginException e) {
                throw failed(e);
            } finally {
                generation.leave();
            }
        }
    }
}
