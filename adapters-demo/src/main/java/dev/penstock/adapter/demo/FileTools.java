package dev.penstock.adapter.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.demo.Conversation.Tool;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Has a file written by whichever tool on offer can do it, by what its schema looks like: one that demands a path and a
/// content; else one that takes a patch; else a shell.
final class FileTools {
    private static final String PATCH = "*** Begin Patch";

    private FileTools() {}

    /// A tool and the arguments for it, a JSON object as text.
    record Use(Tool tool, String arguments) {}

    /// @param prompt for whatever else the tool demands
    static Optional<Use> use(FileWish wish, List<Tool> tools, Optional<String> folder, String prompt) {
        return Stream.<BiPredicate<Tool, ObjectNode>>of(
                (tool, arguments) -> fillFile(tool, arguments, wish, folder),
                (tool, arguments) -> fillPatch(tool, arguments, wish),
                (tool, arguments) -> fillCommand(tool, arguments, wish))
                .flatMap(fill -> tools.stream()
                        .sorted((a, b) -> Boolean.compare(isWriter(b), isWriter(a)))
                        .flatMap(tool -> {
                            ObjectNode arguments = ToolArguments.of(tool.parameters(), prompt);
                            return fill.test(tool, arguments)
                                    ? Stream.of(new Use(tool, arguments.toString()))
                                    : Stream.empty();
                        }))
                .findFirst();
    }

    private static boolean isWriter(Tool tool) {
        String name = tool.name().toLowerCase(Locale.ROOT);
        return name.contains("write") || name.contains("create");
    }

    private static boolean fillFile(Tool tool, ObjectNode arguments, FileWish wish, Optional<String> folder) {
        Optional<String> path = demanded(tool,
                name -> name.contains("path") || name.matches(".*file(_?name)?"));
        Optional<String> content = demanded(tool, name -> name.contains("content") || name.contains("text"));
        if (path.isEmpty() || content.isEmpty()
                || demanded(tool, name -> name.startsWith("old")).isPresent()) {
            return false;
        }
        boolean absolute = tool.description().contains("absolute")
                || property(tool, path.get()).path("description").asText().contains("absolute");
        arguments.put(path.get(), wish.pathIn(absolute ? folder : Optional.empty()));
        arguments.put(content.get(), wish.content());
        return true;
    }

    private static boolean fillPatch(Tool tool, ObjectNode arguments, FileWish wish) {
        boolean takesPatches = tool.description().contains(PATCH)
                || tool.parameters().toString().contains(PATCH);
        boolean named = tool.name().toLowerCase(Locale.ROOT).contains("patch");
        Optional<String> patch = demanded(tool,
                name -> name.contains("patch") || (named && name.equals("input")));
        if (!takesPatches || patch.isEmpty()) {
            return false;
        }
        arguments.put(patch.get(), wish.patch());
        return true;
    }

    private static boolean fillCommand(Tool tool, ObjectNode arguments, FileWish wish) {
        Optional<String> command = demanded(tool, name -> name.equals("command") || name.equals("cmd"));
        if (command.isEmpty() || property(tool, command.get()).has("enum")) {
            return false;
        }
        if (property(tool, command.get()).path("type").asText().equals("array")) {
            arguments.putArray(command.get()).add("sh").add("-c").add(wish.command());
        } else {
            arguments.put(command.get(), wish.command());
        }
        return true;
    }

    /// The first required property with such a name, in lower case.
    private static Optional<String> demanded(Tool tool, Predicate<String> name) {
        for (JsonNode required : tool.parameters().path("required")) {
            if (name.test(required.asText().toLowerCase(Locale.ROOT))
                    && property(tool, required.asText()).isObject()) {
                return Optional.of(required.asText());
            }
        }
        return Optional.empty();
    }

    private static JsonNode property(Tool tool, String name) {
        return tool.parameters().path("properties").path(name);
    }
}
