package dev.penstock.bootstrap.plugin;

import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.Plugin;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.UsageRecorderPlugin;
import java.util.Locale;

/// What plug-ins may make.
public enum Role {
    PROVIDER(ProviderPlugin.class), USAGE_RECORDER(UsageRecorderPlugin.class), INTERCEPTOR(
            InterceptorPlugin.class);

    private final Class<? extends Plugin> service;

    Role(Class<? extends Plugin> service) {
        this.service = service;
    }

    /// What the class of a plug-in of this role implements.
    Class<? extends Plugin> service() {
        return service;
    }

    /// Where a jar names that class.
    String serviceFile() {
        return "META-INF/services/" + service.getName();
    }

    /// For people: `provider`, `usage recorder`, `interceptor`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
