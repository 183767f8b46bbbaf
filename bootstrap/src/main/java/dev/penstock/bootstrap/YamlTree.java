package dev.penstock.bootstrap;

import dev.penstock.spi.Problem;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// YAML as it is written: names in their order, scalars in their spelling (`4.10` is no `4.1`), and no name twice.
final class YamlTree {
    private final List<Problem> problems;

    /// @param problems gets what is wrong
    YamlTree(List<Problem> problems) {
        this.problems = problems;
    }

    /// The top level of a text; empty if it has none, or is no YAML.
    ///
    /// @param name of the file, for messages
    Map<String, Node> read(String name, String text) {
        try {
            Yaml yaml = new Yaml(new LoaderOptions());
            OptionalInt loop = YamlLoops.find(yaml.parse(new StringReader(text)));
            if (loop.isPresent()) {
                problems.add(new Problem(name, "line " + loop.getAsInt()
                        + ": an alias refers to what it is itself a part of"));
                return Map.of();
            }
            Node root = yaml.compose(new StringReader(text));
            if (root == null || isNothing(root)) {
                return Map.of();
            }
            if (root instanceof MappingNode mapping) {
                return children(mapping, "");
            }
            problems.add(
                    new Problem(name, "has to consist of sections such as 'listener:' and 'providers:'"));
        } catch (MarkedYAMLException e) {
            problems.add(new Problem(name, "is no YAML: " + place(e.getProblemMark()) + reason(e)));
        } catch (YAMLException e) {
            problems.add(new Problem(name, "is no YAML: " + String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("it cannot be read")));
        }
        return Map.of();
    }

    /// What stands below a mapping, in the file's order; `<<` brings in what another mapping has and this one lacks.
    Map<String, Node> children(MappingNode mapping, String path) {
        Map<String, Node> children = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        Map<String, Node> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(new Problem(path.isEmpty() ? "the top level" : path,
                        "a name has to be a single word"));
            } else if (key.getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), path, merged);
            } else if (children.containsKey(key.getValue())) {
                problems.add(new Problem(below(path, key.getValue()), "stands twice, in line "
                        + lines.get(key.getValue()) + " and in line " + line(key)));
            } else {
                children.put(key.getValue(), tuple.getValueNode());
                lines.put(key.getValue(), line(key));
            }
        }
        merged.forEach(children::putIfAbsent);
        return children;
    }

    static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void merge(Node from, String path, Map<String, Node> merged) {
        if (from instanceof MappingNode mapping) {
            children(mapping, path).forEach(merged::putIfAbsent);
        } else if (from instanceof SequenceNode several) {
            several.getValue().forEach(one -> merge(one, path, merged));
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String place(Mark mark) {
        return Optional.ofNullable(mark)
                .map(at -> "line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1) + ": ")
                .orElse("");
    }

    /// Never the piece of text in question, which may be a key. What SnakeYAML says of aliases and tags has their names
    /// in it, and a password may begin like either.
    private static String reason(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        return problem.contains("alias") || problem.contains("tag")
                ? "an alias or a tag that nothing stands for; put the value in quotes"
                : problem;
    }
}
