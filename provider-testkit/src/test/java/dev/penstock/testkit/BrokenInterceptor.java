package dev.penstock.testkit;

import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import java.util.concurrent.atomic.AtomicInteger;

/// Breaks every promise of an interceptor: says that it refuses and observes, takes any setting, and throws at everything.
final class BrokenInterceptor implements InterceptorPlugin {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final int number = MADE.incrementAndGet();

    @Override
    public String kind() {
        return "Broken No. " + number;
    }

    @Override
    public String spiVersion() {
        return "newest";
    }

    @Override
    public Interceptor.Mode mode() {
        return Interceptor.Mode.REFUSE;
    }

    @Override
    public Interceptor connect(Settings settings, PluginContext context) {
        return new Thrower();
    }

    private static final class Thrower implements RequestObserver {
        private boolean closed;

        @Override
        public Sequel asked(InterceptedRequest request) {
            throw new IllegalStateException("not today");
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed before");
            }
            closed = true;
        }
    }
}
