package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.YamlTree.below;
import static dev.penstock.bootstrap.YamlTree.isNothing;

import dev.penstock.spi.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The configuration file, as sections of texts in the order in which they were written. `${env:NAME}` has been replaced.
///
/// What is of the wrong kind is noted as a problem. Ask for each part once, for each asking notes anew.
final class ConfigFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern LISTS = Pattern
            .compile("listener\\.(?:cors-origins|hosts)|providers\\.[^.]+\\.keys");
    private static final int DEEPEST = 10;

    private final YamlTree yaml;
    private final Map<String, Node> root;
    private final Environment environment;
    private final List<Problem> problems;
    private final Set<String> warnings = new LinkedHashSet<>(); // a list of keys brings each but once
    private final Set<String> variables = new HashSet<>();

    private ConfigFile(Optional<Path> file, Path directory, Environment environment, List<Problem> problems) {
        this.environment = environment;
        this.problems = problems;
        yaml = new YamlTree(problems);
        root = file.flatMap(name -> text(name, directory).map(text -> yaml.read(name.toString(), text)))
                .orElse(Map.of());
    }

    /// Reads a YAML file, or none; what is wrong with it goes to `problems`.
    ///
    /// @param directory what the file's path is relative to
    static ConfigFile read(Optional<Path> file, Path directory, Environment environment,
            List<Problem> problems) {
        return new ConfigFile(file, directory, environment, problems);
    }

    /// The names at the top level.
    Collection<String> names() {
        return root.keySet();
    }

    /// A single value at the top level; empty if there is none.
    Optional<String> value(String name) {
        Map<String, String> values = new LinkedHashMap<>();
        Optional.ofNullable(root.get(name)).ifPresent(node -> collect(node, name, name, values));
        return Optional.ofNullable(values.get(name));
    }

    /// The values of a section; those of nested sections under names joined with dots.
    Map<String, String> section(String name) {
        return values(root.get(name), name);
    }

    /// Whether a section has a setting of that name, though perhaps without a value.
    boolean mentions(String section, String name) {
        return root.get(section) instanceof MappingNode mapping && mapping.getValue()
                .stream()
                .anyMatch(
                        entry -> entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name));
    }

    /// The sections within a section.
    Map<String, Map<String, String>> sections(String name) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        mapping(root.get(name), name).forEach(
                (child, node) -> sections.put(child, values(node, below(name, child))));
        return sections;
    }

    /// The sections that are items of a list.
    List<Map<String, String>> items(String name) {
        Node node = root.get(name);
        if (node == null || isNothing(node)) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            problems.add(new Problem(name, "has to be a list, with a dash before each of its sections"));
            return List.of();
        }
        List<Map<String, String>> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(values(item, name + "[" + items.size() + "]"));
        }
        return items;
    }

    /// A route as it is written.
    ///
    /// @param settings all but where it leads to
    /// @param upstreams where it leads to, each with at least a `model`
    record RouteSource(Map<String, String> settings, List<Map<String, String>> upstreams) {}

    /// The routes within a section: each a `provider/model`, several of them, or a section with `upstreams`.
    Map<String, RouteSource> routes(String name) {
        Map<String, RouteSource> routes = new LinkedHashMap<>();
        mapping(root.get(name), name)
                .forEach((child, node) -> routes.put(child, route(node, below(name, child))));
        return routes;
    }

    private RouteSource route(Node node, String path) {
        if (!(node instanceof MappingNode mapping)) {
            return new RouteSource(Map.of(), upstreams(node, path));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        List<Map<String, String>> upstreams = new ArrayList<>();
        yaml.children(mapping, path).forEach((name, child) -> {
            if (name.equals("upstreams")) {
                upstreams.addAll(upstreams(child, below(path, name)));
            } else {
                collect(child, below(path, name), name, settings);
            }
        });
        return new RouteSource(settings, upstreams);
    }

    private List<Map<String, String>> upstreams(Node node, String path) {
        List<Map<String, String>> upstreams = new ArrayList<>();
        for (Node item : node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node)) {
            if (item instanceof MappingNode) {
                upstreams.add(values(item, path));
            } else {
                list(item, path).forEach(model -> upstreams.add(Map.of("model", model)));
            }
        }
        return upstreams;
    }

    /// Of what has been asked for so far.
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// The variables named by what has been asked for so far.
    Set<String> variables() {
        return Set.copyOf(variables);
    }

    private Map<String, String> values(@Nullable Node node, String path) {
        Map<String, String> values = new LinkedHashMap<>();
        mapping(node, path).forEach((name, child) -> collect(child, below(path, name), name, values));
        return values;
    }

    private Map<String, Node> mapping(@Nullable Node node, String path) {
        if (node instanceof MappingNode mapping) {
            return yaml.children(mapping, path);
        }
        if (node != null && !isNothing(node)) {
            problems.add(new Problem(path, "has to be a section, with settings of its own below it"));
        }
        return Map.of();
    }

    private void collect(Node node, String path, String name, Map<String, String> values) {
        if (node instanceof ScalarNode scalar) {
            scalar(scalar, path).ifPresent(text -> values.put(name, text));
        } else if (node instanceof SequenceNode && LISTS.matcher(path).matches()) {
            values.put(name, String.join(",", list(node, path)));
        } else if (node instanceof MappingNode mapping && path.contains(".")
                && name.chars().filter(c -> c == '.').count() < DEEPEST) {
            yaml.children(mapping, path)
                    .forEach(
                            (child, below) -> collect(below, below(path, child), below(name, child), values));
        } else {
            problems.add(new Problem(path, "has to be a single value, and is a "
                    + (node instanceof SequenceNode ? "list" : "section")));
        }
    }

    private List<String> list(Node node, String path) {
        List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        List<String> texts = new ArrayList<>();
        for (Node item : items) {
            if (item instanceof ScalarNode scalar) {
                scalar(scalar, path).ifPresent(text -> texts.addAll(List.of(text.split(",", -1))));
            } else {
                problems.add(new Problem(path, "has to be a single value or a list of them"));
            }
        }
        return texts.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    private Optional<String> scalar(ScalarNode scalar, String path) {
        return isNothing(scalar) ? Optional.empty() : resolve(scalar.getValue(), path);
    }

    private Optional<String> resolve(String text, String path) {
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        boolean found = false;
        while (variable.find()) {
            found = true;
            String inside = variable.group(1);
            if (!inside.startsWith("env:")) {
                problems.add(new Problem(path, "only ${env:NAME} is known, not ${" + inside + "}"));
                return Optional.empty();
            }
            String name = inside.substring("env:".length());
            variables.add(name);
            Optional<String> value = environment.get(name);
            if (value.isEmpty()) {
                problems.add(new Problem(path, "the environment variable " + name + " is not set"));
                return Optional.empty();
            }
            variable.appendReplacement(resolved, Matcher.quoteReplacement(value.get()));
        }
        if (!found && !text.isBlank()
                && (path.endsWith(".key") || path.endsWith(".keys") || path.endsWith(".api-key")
                        || path.endsWith(".admin-key"))) {
            warnings.add(path
                    + " stands in the file as it is; better write ${env:NAME} and keep the key elsewhere");
        }
        return Optional.of(variable.appendTail(resolved).toString());
    }

    private Optional<String> text(Path file, Path directory) {
        try {
            return Optional.of(Files.readString(directory.resolve(file)));
        } catch (NoSuchFileException _) {
            problems.add(new Problem(file.toString(), "there is no such file"));
        } catch (CharacterCodingException _) {
            problems.add(new Problem(file.toString(), "is not UTF-8"));
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), "cannot be read: " + e.getMessage()));
        }
        return Optional.empty();
    }
}
