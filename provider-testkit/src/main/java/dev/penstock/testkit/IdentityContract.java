package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.Plugin;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.SpiVersion;
import dev.penstock.spi.UsageRecorderPlugin;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who a plug-in is.
public interface IdentityContract extends PluginUnderTest {

    @Test
    default void isFoundByTheServiceLoader() {
        Class<? extends Plugin> role = switch (plugin()) {
            case ProviderPlugin _ -> ProviderPlugin.class;
            case UsageRecorderPlugin _ -> UsageRecorderPlugin.class;
            case InterceptorPlugin _ -> InterceptorPlugin.class;
        };
        Stream<Class<?>> found = ServiceLoader.load(role).stream().map(ServiceLoader.Provider::type);

        assertThat(found).as("named in META-INF/services/" + role.getName())
                .containsOnlyOnce(plugin().getClass());
    }

    @Test
    default void hasAKindThatCanBeWrittenInAConfiguration() {
        assertThat(plugin().kind()).as("kind(): lower-case letters, digits and dashes")
                .matches("[a-z][a-z0-9-]*");
    }

    @Test
    default void isBuiltForAVersionOfTheInterfaceThatFits() {
        assertThat(SpiVersion.accepts(plugin().spiVersion())).as("built for " + plugin().spiVersion())
                .isTrue();
    }

    @Test
    default void isTheSameEveryTimeItIsMade() {
        assertThat(said(plugin())).isEqualTo(said(plugin()));
    }

    /// Its kind, and what it says of what it makes.
    private static List<Object> said(Plugin plugin) {
        return List.of(plugin.kind(), switch (plugin) {
            case ProviderPlugin provider -> provider.capabilities();
            case InterceptorPlugin interceptor -> interceptor.mode();
            case UsageRecorderPlugin _ -> "";
        });
    }
}
