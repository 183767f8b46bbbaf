package dev.penstock.testkit;

import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.RequestEditor;
import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;

/// An interceptor that keeps its promises.
public final class SoundEditor implements InterceptorPlugin {
    @Override
    public String kind() {
        return "editor";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Interceptor.Mode mode() {
        return Interceptor.Mode.EDIT;
    }

    @Override
    public Interceptor connect(Settings settings, PluginContext context) {
        settings.check();
        RequestEditor editor = request -> JsonText
                .of(request.body().text().replaceFirst("\\{", "{\"edited\":true,"));
        return editor;
    }
}
