package dev.penstock.bootstrap;

import dev.penstock.spi.ProviderPlugin;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// The provider plug-ins on the class path, by kind.
final class Plugins {
    private Plugins() {}

    static Map<String, ProviderPlugin> found() {
        Map<String, ProviderPlugin> plugins = new TreeMap<>();
        for (ProviderPlugin plugin : ServiceLoader.load(ProviderPlugin.class)) {
            if (plugins.put(plugin.kind(), plugin) != null) {
                throw new IllegalStateException("two plug-ins are of the kind " + plugin.kind());
            }
        }
        return plugins;
    }
}
