package dev.penstock.adapter.demo;

import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.spi.Capability;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A model inside the process that needs no key and answers the same to the same request. It goes by any name.
public final class DemoPlugin implements ProviderPlugin {
    @Override
    public String kind() {
        return "demo";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.TOOLS, Capability.MODEL_CATALOG);
    }

    @Override
    public Provider connect(Settings settings, PluginContext context) {
        Duration pace = settings.pause("pace", Duration.ofMillis(20));
        settings.check();
        return new Demo(new DemoModel(pace, context.clock()));
    }

    private record Demo(ChatCompletionPort chat) implements Provider {
        @Override
        public String target() {
            return "built in, needs no key";
        }

        @Override
        public Optional<ModelCatalog> catalog() {
            return Optional.of(() -> List.of(CatalogModel.of("penstock-demo")));
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
