package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher, on machines of all kinds.
final class LauncherIT {
    @TempDir
    private Path root;

    private ScriptBed bed;

    @BeforeEach
    void prepare() throws IOException {
        bed = new ScriptBed(root, "a clone with spaces");
    }

    @Test
    void startsTheJarAndHandsItsArgumentsOn() throws Exception {
        bed.jdk("jvm/jdk 25", 25);

        Ended ended = penstock("--config", "my file.yaml", "", "*");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines()).startsWith("java 25 of jvm/jdk 25")
                .endsWith("[-jar]", "[" + bed.jar() + "]", "[--config]", "[my file.yaml]", "[]", "[*]");
    }

    @Test
    void handsOptionsToTheVirtualMachine() throws Exception {
        bed.jdk("jvm/25", 25);

        assertThat(bed.with("PENSTOCK_JAVA_OPTS", "-Xmx1g -Da=b").run(script()).out().lines()).contains(
                "[-Xmx1g]",
                "[-Da=b]");
    }

    @Test
    void endsAProcessThatHasRunOutOfMemoryUnlessItsOptionsSayOtherwise() throws Exception {
        bed.jdk("jvm/25", 25);

        assertThat(bed.with("PENSTOCK_JAVA_OPTS", "-XX:-ExitOnOutOfMemoryError").run(script()).out().lines())
                .containsSubsequence("[-XX:+ExitOnOutOfMemoryError]", "[-XX:-ExitOnOutOfMemoryError]");
    }

    @Test
    void prefersJavaHomeToThePath() throws Exception {
        bed.with("JAVA_HOME", bed.jdk("of java home", 25).toString());
        onThePath(bed.jdk("of the path", 25));

        assertThat(penstock().out()).startsWith("java 25 of of java home\n");
    }

    @Test
    void passesOverAnOldJavaHome() throws Exception {
        bed.with("JAVA_HOME", bed.jdk("of java home", 17).toString());
        onThePath(bed.jdk("of the path", 25));

        assertThat(penstock().out()).startsWith("java 25 of of the path\n");
    }

    @Test
    void passesOverAJavaHomeThatIsNotThere() throws Exception {
        bed.with("JAVA_HOME", root.resolve("gone").toString());
        bed.jdk("jvm/25", 25);

        assertThat(penstock().out()).startsWith("java 25 of jvm/25\n");
    }

    @Test
    void passesOverAnOldJavaOnThePath() throws Exception {
        onThePath(bed.jdk("of the path", 17));
        bed.jdk("jvm/17", 17);
        bed.jdk("jvm/25", 25);

        assertThat(penstock().out()).startsWith("java 25 of jvm/25\n");
    }

    @Test
    void asksAJavaThatIsAScriptWhereItsHomeIs() throws Exception {
        Path jdk = bed.jdk("chosen by a script", 25);
        ScriptBed.executable(root.resolve("bin/java"), "exec '" + jdk.resolve("bin/java") + "' \"$@\"\n");

        assertThat(penstock().out()).startsWith("java 25 of chosen by a script\n");
    }

    @Test
    void looksWhereSdkmanPutsJdks() throws Exception {
        bed.jdk(".sdkman/candidates/java/25-tem", 25);

        assertThat(penstock().out()).startsWith("java 25 of .sdkman/candidates/java/25-tem\n");
    }

    @Test
    void saysInOneSentenceThatThereIsNoJdk() throws Exception {
        bed.jdk("jvm/17", 17);
        Files.delete(bed.jdk("jvm/25 without a compiler", 25).resolve("bin/javac"));
        ScriptBed.executable(root.resolve("bin/java"), "echo 'No Java runtime present' >&2; exit 1\n");

        Ended ended = penstock();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).singleElement()
                .asString()
                .startsWith("Penstock needs a JDK 25 and found none: install one");
    }

    @Test
    void isFoundThroughLinksFromAnotherFolder() throws Exception {
        bed.jdk("jvm/25", 25);
        Path links = Files.createDirectories(root.resolve("some links"));
        Files.createSymbolicLink(links.resolve("second"), Path.of("../a clone with spaces/penstock"));
        Path first = Files.createSymbolicLink(links.resolve("first"), links.resolve("second"));

        assertThat(bed.run(first).out().lines()).contains("[" + bed.jar() + "]");
    }

    @Test
    void doesNotBuildWhatIsBuilt() throws Exception {
        bed.jdk("jvm/25", 25);
        bed.maven("3.9.9", "exit 1");

        assertThat(penstock().exitCode()).isZero();
        assertThat(bed.mavenCalls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.7", "3.9.11", "4.0.0-rc-4", "10.0.0"})
    void buildsWhenASourceIsNewer(String version) throws Exception {
        Path jdk = bed.jdk("jvm/25", 25);
        bed.maven(version, bed.build());
        bed.editSource();

        Ended ended = penstock();

        assertThat(ended.err()).isEqualTo("Building Penstock; the first time this takes a minute or two.\n");
        assertThat(ended.out()).startsWith("java 25");
        assertThat(bed.mavenCalls()).containsExactly(jdk + "|" + bed.home()
                + "|-q -B -Dfast -Dmaven.test.skip=true package -pl bootstrap -am");
        assertThat(Files.readString(bed.jar())).isEqualTo("new\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs", "target", "examples"})
    void seesANewerSourceWhateverTheCloneIsCalled(String name) throws Exception {
        bed = new ScriptBed(Files.createDirectories(root.resolve("another")), name);
        bed.jdk("jvm/25", 25);
        bed.maven("3.9.9", bed.build());
        bed.editSource();

        assertThat(penstock().exitCode()).isZero();
        assertThat(bed.mavenCalls()).hasSize(1);
    }

    @Test
    void saysInOneSentenceThatThereIsNoMaven() throws Exception {
        bed.jdk("jvm/25", 25);
        Files.delete(bed.jar());

        Ended ended = penstock();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines()).singleElement()
                .asString()
                .contains("found no Maven: install Maven 3.8.7 or newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.6", "3.6.3", "2.9.9", ""})
    void saysInOneSentenceThatMavenIsTooOld(String version) throws Exception {
        bed.jdk("jvm/25", 25);
        bed.maven(version, bed.build());
        bed.editSource();

        Ended ended = penstock();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines()).singleElement()
                .asString()
                .startsWith("Penstock has to be built by Maven 3.8.7 or newer, and " + root.resolve("bin/mvn")
                        + " is "
                        + (version.isEmpty() ? "no Maven that answers" : version));
        assertThat(bed.mavenCalls()).isEmpty();
    }

    @Test
    void showsWhyABuildFailedAndTakesHalfOfItForNothing() throws Exception {
        bed.jdk("jvm/25", 25);
        bed.maven("3.9.9", bed.build() + "; echo 'it is broken'; exit 1");
        bed.editSource();

        Ended ended = penstock();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).endsWith("it is broken\nThe build failed; its messages stand above.\n");
        assertThat(bed.jar()).doesNotExist();
    }

    @Test
    void letsASecondStartWaitForTheFirstOnesBuild() throws Exception {
        bed.jdk("jvm/25", 25);
        Path gate = root.resolve("gate");
        assertThat(Program.run(root, Map.of(), List.of("/usr/bin/mkfifo", gate.toString()))
                .exitCode()).isZero();
        bed.maven("3.9.9", "cat '" + gate + "'; " + bed.build());
        bed.editSource();

        try (Program first = bed.start(script())) {
            var _ = first.awaitErr(said -> said.contains("Building Penstock"));
            try (Program second = bed.start(script())) {
                String said = second.awaitErr(err -> err.contains("\n"));
                Files.writeString(gate, "");

                assertThat(said).isEqualTo("Another start is building Penstock (process " + first.pid()
                        + "); waiting for it.\n");
                assertThat(first.ended().out()).startsWith("java 25");
                assertThat(second.ended().out()).startsWith("java 25");
            }
        }
        assertThat(bed.mavenCalls()).hasSize(1);
        assertThat(bed.home().resolve("target/penstock-build.lock")).doesNotExist();
    }

    @Test
    void doesNotWaitForABuildThatWasKilled() throws Exception {
        bed.jdk("jvm/25", 25);
        bed.maven("3.9.9", bed.build());
        bed.editSource();
        long gone = Program.run(root, Map.of(), List.of("/bin/sh", "-c", "echo $$; exit 0"))
                .out()
                .lines()
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
        Path lock = Files.createDirectories(bed.home().resolve("target")).resolve("penstock-build.lock");
        Files.createSymbolicLink(lock, Path.of(String.valueOf(gone)));

        assertThat(penstock().out()).startsWith("java 25");
        assertThat(Files.isSymbolicLink(lock)).isFalse();
    }

    private Path script() {
        return bed.home().resolve("penstock");
    }

    private Ended penstock(String... arguments) throws Exception {
        return bed.run(script(), arguments);
    }

    private void onThePath(Path jdk) throws IOException {
        Files.createDirectories(root.resolve("bin"));
        Files.createSymbolicLink(root.resolve("bin/java"), jdk.resolve("bin/java"));
    }
}
