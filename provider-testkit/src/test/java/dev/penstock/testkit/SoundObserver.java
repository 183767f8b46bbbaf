package dev.penstock.testkit;

import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;

/// An interceptor that keeps its promises.
public final class SoundObserver implements InterceptorPlugin {
    @Override
    public String kind() {
        return "observer";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Interceptor.Mode mode() {
        return Interceptor.Mode.OBSERVE;
    }

    @Override
    public Interceptor connect(Settings settings, PluginContext context) {
        settings.check();
        RequestObserver observer = _ -> (_, _) -> {
        };
        return observer;
    }
}
