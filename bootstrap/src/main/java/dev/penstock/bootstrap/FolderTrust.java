package dev.penstock.bootstrap;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.access.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Warns of what files that merely lie in the working directory do with the keys and the rights of whoever starts the gateway
/// there. A folder that came from somebody else, such as a cloned repository, may have a `.env`, a `penstock.yaml` and plug-ins.
final class FolderTrust {
    private static final int PLUGIN_DEPTH = 2; // plugins/<name>/*.jar
    private static final int MOST_NAMES = 5;

    private final Environment environment;
    private final Path folder;
    private final Optional<Path> found;
    private final List<String> warnings = new ArrayList<>();

    /// @param folder the working directory
    /// @param found the configuration file if it was found there, and not named by whoever starts the gateway
    FolderTrust(Environment environment, Path folder, Optional<Path> found) {
        this.environment = environment;
        this.folder = folder;
        this.found = found;
    }

    /// @param named the variables that the configuration file names
    List<String> warnings(Collection<ProviderConfig> providers, Set<String> named, DropInConfig plugins) {
        providers.forEach(provider -> checkKey(provider, named));
        for (String proxy : List.of("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy")) {
            if (environment.isFromFile(proxy)) {
                warn("requests to providers go through the proxy " + host(environment.get(proxy).orElse("")),
                        Environment.FILE, proxy);
            }
        }
        checkPlugins(plugins.folder());
        return List.copyOf(warnings);
    }

    private void checkKey(ProviderConfig provider, Set<String> named) {
        Optional<String> address = Optional.ofNullable(provider.settings().get("base-url"));
        Optional<String> variable = Optional.ofNullable(provider.variables().get("base-url"));
        Optional<String> writtenIn = variable.isPresent()
                ? variable.filter(environment::isFromFile).map(_ -> Environment.FILE)
                : found.map(Path::toString);
        if (address.isEmpty() || writtenIn.isEmpty()) {
            return;
        }
        for (String key : keys(provider, named)) {
            warn("the key in " + key + " is sent to " + host(address.get()), writtenIn.get(),
                    variable.orElse(provider.path() + ".base-url"));
        }
    }

    /// The variables of the process that the provider's keys come from.
    private List<String> keys(ProviderConfig provider, Set<String> named) {
        String ofVariable = provider.variables().get("key");
        if (ofVariable != null) {
            return environment.isFromFile(ofVariable) ? List.of() : List.of(ofVariable);
        }
        List<Secret> keys = new ArrayList<>(provider.keys());
        Optional.ofNullable(provider.settings().get("key"))
                .filter(key -> !key.isBlank())
                .map(Secret::of)
                .ifPresent(keys::add);
        return named.stream()
                .filter(name -> !environment.isFromFile(name))
                .filter(name -> environment.get(name)
                        .map(Secret::of)
                        .filter(value -> keys.stream().anyMatch(value::matches))
                        .isPresent())
                .sorted()
                .toList();
    }

    private void checkPlugins(Path plugins) {
        if (!plugins.startsWith(folder) || !Files.isDirectory(plugins)) {
            return;
        }
        try (Stream<Path> files = Files.walk(plugins, PLUGIN_DEPTH)) {
            List<String> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .map(jar -> folder.relativize(jar).toString())
                    .sorted()
                    .toList();
            if (!jars.isEmpty()) {
                String more = jars.size() > MOST_NAMES ? " and " + (jars.size() - MOST_NAMES) + " more" : "";
                warnings.add("code in the working directory is loaded with all your rights: "
                        + String.join(", ", jars.subList(0, Math.min(MOST_NAMES, jars.size()))) + more);
            }
        } catch (IOException _) {
            // whoever loads the plug-ins reports it
        }
    }

    private void warn(String what, String file, String setting) {
        warnings.add(what + ", because " + file + " in the working directory sets " + setting);
    }

    /// Without user and password.
    private static String host(String address) {
        try {
            URI uri = new URI(address.contains("://") ? address : "http://" + address);
            return uri.getHost() == null
                    ? "another host"
                    : uri.getPort() < 0
                            ? uri.getHost()
                            : uri.getHost() + ":" + uri.getPort();
        } catch (URISyntaxException _) {
            return "another host";
        }
    }
}
