package dev.penstock.bootstrap.plugin;

import dev.penstock.bootstrap.plugin.LoadedPlugin.Kind;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.spi.Plugin;
import dev.penstock.spi.SpiVersion;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// Jars → plug-in.
///
/// @param patience how long a plug-in may take to say what it is
record PluginLoader(Duration patience) {
    /// In a jar's manifest: what the plug-in uses of the gateway beside domain and SPI.
    static final String SHARES = "Penstock-Shares";
    private static final String OPENAI_PROTOCOL = "openai-protocol";

    /// Copies the jars and finds the kinds in them; connects nothing.
    ///
    /// @param taken who has which kind already
    LoadedPlugin load(String name, List<Path> jars, Map<KindName, String> taken) throws PluginException {
        Path copies;
        try {
            copies = Files.createTempDirectory("penstock-plugin-");
        } catch (IOException e) {
            throw new PluginException("there is no place to copy it to: " + reason(e));
        }
        Facts facts = new Facts();
        Optional<PluginClassLoader> loader = Optional.empty();
        boolean loaded = false;
        try {
            List<URL> urls = copied(jars, copies, facts);
            if (facts.unreadable.isPresent()) {
                throw new PluginException(facts.unreadable.get());
            }
            PluginClassLoader classes = new PluginClassLoader(name, urls, facts.sharesOpenAiProtocol);
            loader = Optional.of(classes);
            List<Kind> kinds = new PluginThread("plug-in " + name, classes).within(patience,
                    () -> kinds(classes, facts),
                    _ -> {
                    });
            if (facts.builtForAnother.isPresent()) {
                throw new PluginException("it was built for version " + oneLine(facts.builtForAnother.get())
                        + " of the plug-in interface, and this gateway has " + SpiVersion.CURRENT);
            }
            check(kinds, taken);
            loaded = true;
            return new LoadedPlugin(name, facts.version.orElse(""), kinds, classes, copies);
        } catch (IOException e) {
            throw new PluginException("its jars cannot be copied: " + reason(e));
        } finally {
            if (!loaded) {
                LoadedPlugin.close(loader, copies);
            }
        }
    }

    private static List<URL> copied(List<Path> jars, Path copies, Facts facts) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            Path copy = Files.copy(jar, copies.resolve(jar.getFileName().toString()));
            facts.read(copy);
            urls.add(copy.toUri().toURL());
        }
        return urls;
    }

    private static List<Kind> kinds(PluginClassLoader loader, Facts facts) {
        List<Kind> kinds = new ArrayList<>();
        for (Role role : Role.values()) {
            for (Plugin plugin : ServiceLoader.load(role.service(), loader)) {
                String builtFor = Objects.requireNonNull(plugin.spiVersion(), "spiVersion()");
                if (!SpiVersion.accepts(builtFor)) {
                    facts.builtForAnother = Optional.of(builtFor);
                    return List.of();
                }
                kinds.add(Kind.of(role, plugin));
            }
        }
        return kinds;
    }

    private static void check(List<Kind> kinds, Map<KindName, String> taken) throws PluginException {
        if (kinds.isEmpty()) {
            throw new PluginException("no jar has the file " + Role.PROVIDER.serviceFile()
                    + ", nor one for UsageRecorderPlugin or InterceptorPlugin");
        }
        Map<KindName, String> known = new HashMap<>(taken);
        for (Kind kind : kinds) {
            if (!ProviderId.isWellFormed(kind.name().word())) {
                throw new PluginException("'" + kind.name()
                        + "' is no kind: lower-case letters, digits and dashes, a letter first");
            }
            String owner = known.put(kind.name(), "it itself");
            if (owner != null) {
                throw PluginException.clash(kind.name().word(), owner);
            }
        }
    }

    /// What happened, in one line: the innermost message, for that is the one that says what is missing.
    static String reason(Throwable e) {
        if (e instanceof ServiceConfigurationError && e.getCause() == null) {
            return oneLine(String.valueOf(e.getMessage()));
        }
        Throwable cause = e;
        for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
            cause = cause.getCause();
        }
        return oneLine(cause.getClass().getSimpleName()
                + (cause.getMessage() == null ? "" : ": " + cause.getMessage()));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /// What the jars tell of themselves.
    private static final class Facts {
        private Optional<String> version = Optional.empty();
        private Optional<String> unreadable = Optional.empty();
        private Optional<String> builtForAnother = Optional.empty();
        private boolean sharesOpenAiProtocol;

        void read(Path jar) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Manifest manifest = file.getManifest();
                if (manifest == null) {
                    return;
                }
                Attributes main = manifest.getMainAttributes();
                if (Arrays.stream(Role.values())
                        .anyMatch(role -> file.getEntry(role.serviceFile()) != null)) {
                    version = Optional.ofNullable(main.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                            .map(PluginLoader::oneLine)
                            .or(() -> version);
                }
                String shares = main.getValue(SHARES);
                sharesOpenAiProtocol |= shares != null && shares.contains(OPENAI_PROTOCOL);
            } catch (IOException e) {
                unreadable = Optional.of(jar.getFileName() + " is no jar that can be read: " + reason(e));
            }
        }
    }
}
