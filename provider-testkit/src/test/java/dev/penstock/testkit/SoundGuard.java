package dev.penstock.testkit;

import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.RequestGuard;
import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.util.Optional;

/// An interceptor that keeps its promises.
public final class SoundGuard implements InterceptorPlugin {
    @Override
    public String kind() {
        return "guard";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Interceptor.Mode mode() {
        return Interceptor.Mode.REFUSE;
    }

    @Override
    public Interceptor connect(Settings settings, PluginContext context) {
        settings.check();
        RequestGuard guard = request -> Optional.of("no").filter(_ -> request.body().contains("forbidden"));
        return guard;
    }
}
