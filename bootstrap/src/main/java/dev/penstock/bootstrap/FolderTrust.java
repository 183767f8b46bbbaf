package dev.penstock.bootstrap;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.access.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Warns of what files that merely lie in the working directory do with the keys and the rights of whoever starts the gateway
/// there. A folder that came from somebody else, such as a cloned repository, may have a `.env`, a `penstock.yaml` and plug-ins.
final class FolderTrust {
    private static final int MOST_NAMES = 5;
    private static final int SHORTEST_SECRET = 8; // characters; what is shorter may be in a text by chance

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
        for (String key : keys(provider, address.get(), named)) {
            warn("the key in " + key + " is sent to " + host(address.get()), writtenIn.get(),
                    variable.orElse(provider.path() + ".base-url"));
        }
    }

    /// The variables of the process that are sent: as a key or a part of one, or in an address behind or before its host.
    private Set<String> keys(ProviderConfig provider, String address, Set<String> named) {
        Set<String> sent = new TreeSet<>();
        Optional.ofNullable(provider.variables().get("key")).ifPresent(sent::add);
        List<String> texts = new ArrayList<>(provider.keys().stream().map(Secret::reveal).toList());
        Optional.ofNullable(provider.settings().get("key")).ifPresent(texts::add);
        texts.add(withoutHost(address));
        for (String name : named) {
            String value = environment.get(name).orElse("");
            if (texts.stream()
                    .anyMatch(text -> text.equals(value)
                            || (value.length() >= SHORTEST_SECRET && text.contains(value)))) {
                sent.add(name);
            }
        }
        sent.removeIf(environment::isFromFile);
        return sent;
    }

    private void checkPlugins(Path plugins) {
        boolean here = plugins.startsWith(folder);
        if (!Files.isDirectory(plugins) || (!here && found.isEmpty())) {
            return;
        }
        List<String> jars = jars(plugins).stream()
                .map(jar -> (here ? folder : plugins).relativize(jar).toString())
                .sorted()
                .toList();
        if (jars.isEmpty()) {
            return;
        }
        String more = jars.size() > MOST_NAMES ? " and " + (jars.size() - MOST_NAMES) + " more" : "";
        String code = "code in " + (here ? "the working directory" : plugins)
                + " is loaded with all your rights: "
                + String.join(", ", jars.subList(0, Math.min(MOST_NAMES, jars.size()))) + more;
        if (here) {
            warnings.add(code);
        } else {
            warn(code, found.orElseThrow().toString(), "plugins.folder");
        }
    }

    /// `plugins/<name>/*.jar`, behind links, too.
    private static List<Path> jars(Path plugins) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(plugins, FolderTrust::isPlugin)) {
            for (Path plugin : each) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(plugin, "*.jar")) {
                    files.forEach(jars::add);
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // whoever loads the plug-ins reports it
        }
        return jars;
    }

    private static boolean isPlugin(Path file) {
        return Files.isDirectory(file) && !file.getFileName().toString().startsWith(".");
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

    private static String withoutHost(String address) {
        int host = address.indexOf(host(address));
        return host < 0
                ? address
                : address.substring(0, host) + " " + address.substring(host + host(address).length());
    }
}
