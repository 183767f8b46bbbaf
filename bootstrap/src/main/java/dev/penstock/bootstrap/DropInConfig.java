package dev.penstock.bootstrap;

import dev.penstock.bootstrap.plugin.PluginSettings;
import dev.penstock.bootstrap.plugin.Seatings.ForInterceptor;
import dev.penstock.bootstrap.plugin.Seatings.ForRecorder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Where plug-ins are dropped in, and what only they can make.
///
/// @param interceptors in the order in which requests pass them
record DropInConfig(PluginSettings settings, List<ForRecorder> recorders, List<ForInterceptor> interceptors) {
    DropInConfig {
        Objects.requireNonNull(settings, "settings");
        recorders = List.copyOf(recorders);
        interceptors = List.copyOf(interceptors);
    }

    Path folder() {
        return settings.folder();
    }
}
