package dev.penstock.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A folder in which the repository's scripts find what a test puts there, and nothing else of this machine: a checkout
/// that seems to be built, a path with a few plain tools, and no JDK.
final class ScriptBed {
    private static final List<String> TOOLS = List.of("sh", "bash", "env", "dirname", "readlink", "grep",
            "sed",
            "head", "find", "cat", "mkdir", "rm", "ln", "sleep", "touch", "awk", "printf", "mkfifo");
    private static final FileTime EARLIER = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private final Path root;
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();

    /// @param name of the checkout's folder
    ScriptBed(Path root, String name) throws IOException {
        this.root = root;
        home = Files.createDirectories(root.resolve(name));
        Path tools = Files.createDirectories(root.resolve("tools"));
        for (String tool : TOOLS) {
            Path real = Program.find(tool)
                    .orElseThrow(() -> new AssertionError("these tests need the program " + tool));
            executable(tools.resolve(tool), "exec " + real + " \"$@\"\n");
        }
        executable(tools.resolve("curl"), "");
        environment.put("PATH", root.resolve("bin") + ":" + tools);
        environment.put("HOME", root.toString());
        environment.put("PENSTOCK_JVM_DIR", root.resolve("jvm").toString());
        Files.createDirectories(home.resolve(".ci"));
        Files.copy(Path.of("../penstock"), home.resolve("penstock"));
        Files.copy(Path.of("../.ci/run"), home.resolve(".ci/run"));
        executable(home.resolve(".ci/outsider"), "echo \"outsider $*\"\n");
        Files.createDirectories(home.resolve("bootstrap/target/libs"));
        Files.writeString(home.resolve("bootstrap/target/penstock.jar"), "");
        Files.setLastModifiedTime(source(), EARLIER);
    }

    Path home() {
        return home;
    }

    Path root() {
        return root;
    }

    Path jar() {
        return home.resolve("bootstrap/target/penstock.jar");
    }

    /// Makes the sources newer than what is built.
    void editSource() throws IOException {
        Files.setLastModifiedTime(jar(), FileTime.from(EARLIER.toInstant().minusSeconds(60)));
    }

    ScriptBed with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// A folder that looks like a JDK of that version; its `java` tells how it was started.
    Path jdk(String folder, int version) throws IOException {
        Path jdk = root.resolve(folder);
        executable(jdk.resolve("bin/javac"), "");
        executable(jdk.resolve("bin/java"), """
                case "$*" in
                *-XshowSettings*)
                    printf '    java.home = %%s\\n    java.specification.version = %d\\n' '%s' >&2 ;;
                *)
                    printf 'java %d of %s\\n'
                    printf '[%%s]\\n' "$@" ;;
                esac
                """.formatted(version, jdk, version, folder));
        return jdk;
    }

    /// A Maven that says it is of that version, and else does as told.
    void maven(String version, String does) throws IOException {
        executable(root.resolve("bin/mvn"), """
                if [ "$*" = -v ]; then echo 'Apache Maven %s (some words)'; exit; fi
                printf '%%s\\n' "$JAVA_HOME|$PWD|$*" >>'%s'
                %s
                """.formatted(version, mavenLog(), does));
    }

    /// What makes a whole build.
    String build() {
        return "mkdir -p bootstrap/target/libs; echo new >bootstrap/target/penstock.jar";
    }

    /// How Maven was called to build: its JDK, its folder and its arguments, a line for each call.
    List<String> mavenCalls() throws IOException {
        return Files.exists(mavenLog()) ? Files.readAllLines(mavenLog()) : List.of();
    }

    static Path executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Program.Ended run(Path script, String... arguments) throws Exception {
        try (Program program = start(script, arguments)) {
            return program.ended();
        }
    }

    Program start(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return Program.start(Files.createDirectories(root.resolve("somewhere else")), environment, command);
    }

    private Path source() throws IOException {
        Path source = home.resolve("domain/src/main/java/A.java");
        if (!Files.exists(source)) {
            Files.createDirectories(source.getParent());
            Files.writeString(source, "class A {}\n");
        }
        return source;
    }

    private Path mavenLog() {
        return root.resolve("maven-calls.txt");
    }
}
