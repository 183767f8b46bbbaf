package dev.penstock.bootstrap;

import dev.penstock.spi.Problem;
import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import io.helidon.config.yaml.YamlConfigParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.YAMLException;

/// The configuration file, as sections of texts. `${env:NAME}` has been replaced, lists are joined with commas.
final class ConfigFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final Config root;
    private final Environment environment;
    private final List<Problem> problems;
    private final List<String> warnings = new ArrayList<>();

    private ConfigFile(Config root, Environment environment, List<Problem> problems) {
        this.root = root;
        this.environment = environment;
        this.problems = problems;
    }

    static ConfigFile none() {
        return new ConfigFile(Config.empty(), Environment.of(Map.of()), new ArrayList<>());
    }

    /// Reads a YAML file; what is wrong with it goes to `problems`.
    static ConfigFile read(Path file, Environment environment, List<Problem> problems) {
        try {
            Config root = Config
                    .builder(ConfigSources.create(Files.readString(file), YamlConfigParser.create()
                            .supportedMediaTypes()
                            .iterator()
                            .next()))
                    .addParser(YamlConfigParser.create())
                    .disableEnvironmentVariablesSource()
                    .disableSystemPropertiesSource()
                    .disableValueResolving()
                    .disableKeyResolving()
                    .disableParserServices()
                    .build();
            return new ConfigFile(root, environment, problems);
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), "cannot be read: " + e.getMessage()));
        } catch (ConfigException | YAMLException e) {
            problems.add(new Problem(file.toString(), "is no YAML: " + deepest(e)));
        }
        return none();
    }

    /// The names that stand directly below a path, in the order of the file.
    List<String> names(String path) {
        return node(path).asNodeList()
                .orElse(List.of())
                .stream()
                .map(child -> Config.Key.unescapeName(child.name()))
                .toList();
    }

    boolean isSection(String path, String name) {
        return node(path).get(Config.Key.escapeName(name)).type() == Config.Type.OBJECT;
    }

    /// The values below a path; those of nested sections under names joined with dots.
    Map<String, String> values(String path) {
        Map<String, String> values = new LinkedHashMap<>();
        node(path).asNodeList()
                .orElse(List.of())
                .forEach(child -> collect(child, path, Config.Key.unescapeName(child.name()), values));
        return values;
    }

    /// A single value; empty if there is none.
    Optional<String> value(String name) {
        return node(name).isLeaf()
                ? node(name).asString().asOptional().flatMap(text -> resolve(text, name))
                : Optional.empty();
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    private void collect(Config node, String path, String name, Map<String, String> values) {
        switch (node.type()) {
            case VALUE -> node.asString()
                    .asOptional()
                    .flatMap(text -> resolve(text, path + "." + name))
                    .ifPresent(text -> values.put(name, text));
            case LIST -> values.put(name, String.join(",", node.asNodeList()
                    .orElse(List.of())
                    .stream()
                    .flatMap(item -> item.asString().asOptional().stream())
                    .flatMap(text -> resolve(text, path + "." + name).stream())
                    .toList()));
            case OBJECT -> node.asNodeList()
                    .orElse(List.of())
                    .forEach(child -> collect(child, path,
                            name + "." + Config.Key.unescapeName(child.name()), values));
            case MISSING -> {
            }
        }
    }

    private Optional<String> resolve(String text, String path) {
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (variable.find()) {
            String inside = variable.group(1);
            if (!inside.startsWith("env:")) {
                problems.add(new Problem(path, "only ${env:NAME} is known, not ${" + inside + "}"));
                return Optional.empty();
            }
            Optional<String> value = environment.get(inside.substring("env:".length()));
            if (value.isEmpty()) {
                problems.add(new Problem(path, "the environment variable " + inside.substring("env:".length())
                        + " is not set"));
                return Optional.empty();
            }
            variable.appendReplacement(resolved, Matcher.quoteReplacement(value.get()));
        }
        if (resolved.isEmpty() && (path.endsWith(".key") || path.endsWith(".api-key"))) {
            warnings.add(path
                    + " stands in the file as it is; better write ${env:NAME} and keep the key elsewhere");
        }
        return Optional.of(variable.appendTail(resolved).toString());
    }

    private Config node(String path) {
        return path.isEmpty() ? root : root.get(path);
    }

    private static String deepest(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage()).strip().replaceAll("\\s*\\n\\s*", " | ");
    }
}
