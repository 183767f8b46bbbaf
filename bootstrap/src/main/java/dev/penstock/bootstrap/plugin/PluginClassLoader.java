package dev.penstock.bootstrap.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/// The classes of one plug-in: its own jars and the Java platform, and of the gateway exactly what is shared with plug-ins.
final class PluginClassLoader extends URLClassLoader {
    private static final List<String> SHARED = List.of("dev.penstock.domain.", "dev.penstock.spi.");
    /// What the OpenAI protocol hands out and takes is part of it.
    private static final List<String> OPENAI_PROTOCOL = List.of("dev.penstock.openai.",
            "com.fasterxml.jackson.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader gateway;
    private final boolean openAiProtocol;

    /// @param jars files that nobody changes while this is open
    /// @param openAiProtocol whether the plug-in wants the gateway's own `openai-protocol`
    PluginClassLoader(String name, List<URL> jars, boolean openAiProtocol) {
        super("plug-in " + name, jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        this.gateway = PluginClassLoader.class.getClassLoader();
        this.openAiProtocol = openAiProtocol;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isShared(name) ? gateway.loadClass(name) : super.loadClass(name, resolve);
    }

    private boolean isShared(String name) {
        return SHARED.stream().anyMatch(name::startsWith)
                || (openAiProtocol && OPENAI_PROTOCOL.stream().anyMatch(name::startsWith));
    }
}
