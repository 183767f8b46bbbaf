package dev.penstock.bootstrap.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What lies in the plug-ins' folder.
///
/// @param root has a folder for each plug-in
record PluginFolder(Path root) {
    private static final String JAR = ".jar";

    /// By what a change is noticed: a line for each jar, with its size and time.
    ///
    /// @param loose whether it is a jar that lies beside the folders, where it is not loaded
    record Print(List<String> jars, boolean loose) {
        static final Print NOTHING = new Print(List.of(), false);

        Print {
            jars = List.copyOf(jars);
        }
    }

    /// All that is there now, by name; a folder without a jar is as good as none. Empty if there is no such folder.
    Map<String, Print> look() throws IOException {
        Map<String, Print> found = new TreeMap<>();
        for (Path entry : entries(root)) {
            String name = entry.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            if (Files.isDirectory(entry)) {
                Print print = new Print(prints(jars(name)), false);
                if (!print.jars().isEmpty()) {
                    found.put(name, print);
                }
            } else if (name.endsWith(JAR)) {
                found.put(name, new Print(prints(List.of(entry)), true));
            }
        }
        return found;
    }

    /// The jars of one plug-in, by name; empty if its folder is gone.
    List<Path> jars(String plugin) throws IOException {
        return entries(root.resolve(plugin)).stream()
                .filter(file -> file.getFileName().toString().endsWith(JAR))
                .filter(Files::isRegularFile)
                .toList();
    }

    private static List<String> prints(List<Path> jars) throws IOException {
        List<String> prints = new ArrayList<>();
        for (Path jar : jars) {
            try {
                BasicFileAttributes facts = Files.readAttributes(jar, BasicFileAttributes.class);
                prints.add(jar.getFileName() + " " + facts.size() + " " + facts.lastModifiedTime() + " "
                        + facts.fileKey());
            } catch (NoSuchFileException _) {
                // gone since: the next look tells
            }
        }
        return prints;
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        }
    }
}
