package dev.penstock.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The project's Markdown files, and what stands in them.
final class Documents {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern DEFINITION = Pattern.compile("(?m)^\\[([^]]+)]: (\\S+)$");
    private static final Pattern BARE_REFERENCE = Pattern.compile("(?<!])\\[([^\\[\\]]+)](?![(:\\[])");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private Documents() {}

    /// Those of the root, of `docs`, and each module's own.
    static List<Path> all() {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> root = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            for (Path path : root.sorted().toList()) {
                Path own = path.resolve("README.md");
                if (path.toString().endsWith(".md")) {
                    all.add(path);
                } else if (Files.exists(path.resolve("pom.xml")) && Files.exists(own)) {
                    all.add(own);
                }
            }
            docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The pieces of a language that stand between fences.
    static List<String> fenced(String text, String language) {
        return FENCE.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /// The links of a file that lead nowhere: files and headings that are not there, references without a definition.
    static List<String> deadLinks(Path file) {
        String prose = INLINE_CODE.matcher(FENCE.matcher(text(file)).replaceAll("")).replaceAll("");
        Set<String> defined = DEFINITION.matcher(prose)
                .results()
                .map(definition -> definition.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> dead = new ArrayList<>();
        BARE_REFERENCE.matcher(prose)
                .results()
                .map(reference -> reference.group(1))
                .filter(name -> !defined.contains(name))
                .forEach(dead::add);
        Stream.concat(LINK.matcher(prose).results().map(link -> link.group(1)),
                DEFINITION.matcher(prose).results().map(definition -> definition.group(2)))
                .filter(target -> !target.matches("[a-z]+:.*"))
                .filter(target -> !leadsSomewhere(file, target))
                .forEach(dead::add);
        return dead;
    }

    private static boolean leadsSomewhere(Path from, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
            return isOfADeletedProvider(file);
        }
        return parts.length == 1 || HEADING.matcher(FENCE.matcher(text(file)).replaceAll(""))
                .results()
                .anyMatch(heading -> anchor(heading.group(1)).equals(parts[1]));
    }

    /// A provider's module may be deleted and the build stays green; only its documents are missed then.
    private static boolean isOfADeletedProvider(Path file) {
        Path module = ROOT.resolve(ROOT.relativize(file).getName(0));
        return module.getFileName().toString().startsWith("adapters-") && !Files.exists(module);
    }

    /// As GitHub makes it of a heading.
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }
}
