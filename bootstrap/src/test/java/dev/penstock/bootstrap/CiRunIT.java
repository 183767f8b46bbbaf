package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gate before a change lands, on machines of all kinds.
final class CiRunIT {
    @TempDir
    private Path root;

    private ScriptBed bed;

    @BeforeEach
    void prepare() throws IOException {
        bed = new ScriptBed(root, "clone");
    }

    @Test
    void callsExactlyTheTestCommandOfTheReadme() throws Exception {
        bed.jdk("jvm/25", 25);
        bed.maven("3.9.9", "exit 7");

        Ended ended = run();

        assertThat(ended.exitCode()).as("Maven's own").isEqualTo(7);
        assertThat(ended.out()).as("no outsider after a failure").isEmpty();
        assertThat(bed.mavenCalls()).containsExactly("|" + bed.home() + "|verify");
        assertThat(Files.readString(Path.of("../README.md"))).contains("\nmvn verify\n");
    }

    @Test
    void installsDebiansPackagesWhereTheyAreMissing() throws Exception {
        Path jdk = bed.jdk("spare/25", 25);
        Files.delete(root.resolve("tools/curl"));
        ScriptBed.executable(root.resolve("bin/apt-cache"), "exit 0\n");
        ScriptBed.executable(root.resolve("bin/apt-get"), """
                echo "apt-get $*"
                case "$*" in
                *maven*) printf '#!/bin/sh\\necho "mvn $*"\\n' >'%1$s/bin/mvn'; chmod +x '%1$s/bin/mvn' ;;
                *curl*) printf '#!/bin/sh\\n' >'%1$s/bin/curl'; chmod +x '%1$s/bin/curl' ;;
                *openjdk-25*) mkdir -p '%1$s/jvm'; ln -s '%2$s' '%1$s/jvm/25' ;;
                esac
                """.formatted(root, jdk).replace("chmod", "/bin/chmod"));

        Ended ended = run();

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out().lines()).containsExactly("apt-get update -qq", "apt-get install -y -qq maven",
                "apt-get install -y -qq curl", "apt-get install -y -qq openjdk-25-jdk-headless", "mvn verify",
                "outsider " + root.resolve("jvm/25"));
    }

    @Test
    void saysInOneSentenceThatDebianHasNoSuchJdk() throws Exception {
        bed.jdk("jvm/25 by its name alone", 17);
        bed.maven("3.9.9", "");
        ScriptBed.executable(root.resolve("bin/apt-get"), "exit 0\n");
        ScriptBed.executable(root.resolve("bin/apt-cache"), "exit 100\n");

        Ended ended = run();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines()).singleElement().asString().startsWith("There is no JDK 25 here");
        assertThat(bed.mavenCalls()).isEmpty();
    }

    private Ended run() throws Exception {
        return bed.run(bed.home().resolve(".ci/run"));
    }
}
