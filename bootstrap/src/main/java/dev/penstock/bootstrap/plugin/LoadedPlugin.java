package dev.penstock.bootstrap.plugin;

import dev.penstock.adapter.http.PluginStatus;
import dev.penstock.spi.Capability;
import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.Plugin;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.UsageRecorderPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one folder gives: its kinds, and the class loader behind them. It is open as long as anybody holds
/// it; who makes it is the first to.
///
/// Safe for concurrent use.
final class LoadedPlugin {
    private static final System.Logger LOGGER = System.getLogger(LoadedPlugin.class.getName());

    /// A kind, asked once for all it says of itself.
    ///
    /// @param capabilities in words
    record Kind(KindName name, Set<String> capabilities, Plugin plugin) {
        Kind {
            capabilities = Set.copyOf(capabilities);
        }

        static Kind of(Role role, Plugin plugin) {
            String word = Objects.requireNonNull(plugin.kind(), "kind()");
            return new Kind(new KindName(role, word), switch (plugin) {
                case ProviderPlugin provider -> words(provider.capabilities());
                case UsageRecorderPlugin _ -> Set.of();
                case InterceptorPlugin interceptor ->
                    Set.of(Objects.requireNonNull(interceptor.mode(), "mode()").word());
            }, plugin);
        }

        private static Set<String> words(Set<Capability> capabilities) {
            return Objects.requireNonNull(capabilities, "capabilities()")
                    .stream()
                    .map(one -> one.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }

        PluginStatus.Kind status() {
            return new PluginStatus.Kind(name.role().word(), name.word(), capabilities);
        }
    }

    private final String name;
    private final String version;
    private final List<Kind> kinds;
    private final PluginClassLoader loader;
    private final Path copies;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param name the folder's
    /// @param version as its jars tell, for people; empty if none does
    /// @param kinds never empty
    /// @param copies where its jars were copied to, so that the folder may change at any time
    LoadedPlugin(String name, String version, List<Kind> kinds, PluginClassLoader loader, Path copies) {
        this.name = name;
        this.version = version;
        this.kinds = List.copyOf(kinds);
        this.loader = loader;
        this.copies = copies;
    }

    /// Its name, and its version if it tells one.
    @Override
    public String toString() {
        return version.isEmpty() ? name : name + " " + version;
    }

    /// Empty if it tells none.
    String version() {
        return version;
    }

    List<Kind> kinds() {
        return kinds;
    }

    PluginClassLoader loader() {
        return loader;
    }

    /// One holder more, who has to let go.
    void hold() {
        holders.incrementAndGet();
    }

    /// With the last holder no class of it is loaded any more, and the copies of its jars are gone.
    void letGo() {
        if (holders.decrementAndGet() == 0) {
            close(Optional.of(loader), copies);
            LOGGER.log(Level.INFO, "plug-in {0} is unloaded", this);
            closed.countDown();
        }
    }

    /// Waits for that for so long, and then no longer.
    void awaitEnd(Duration patience) throws InterruptedException {
        if (!closed.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            close(Optional.of(loader), copies);
        }
    }

    /// Takes away what was begun.
    static void close(Optional<PluginClassLoader> loader, Path copies) {
        try {
            if (loader.isPresent()) {
                loader.get().close();
            }
            delete(copies);
        } catch (IOException | UncheckedIOException e) {
            LOGGER.log(Level.WARNING, "{0} leaves files behind: {1}", copies, e.getMessage());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
