package dev.penstock.bootstrap.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.adapter.http.PluginStatus;
import dev.penstock.bootstrap.plugin.TinyPlugin.Echo;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the folders that people put there.
final class DropInsTest {
    @TempDir
    private Path folder;

    @Test
    void areLoadedWithTheirVersionsKindsAndCapabilities() {
        TinyPlugin.echo("echo", "1.2").into(folder.resolve("mine"));
        try (Bench bench = bench("echo")) {
            assertThat(bench.dropIns().plugins()).singleElement().satisfies(status -> {
                assertThat(status.name()).isEqualTo("mine");
                assertThat(status.version()).isEqualTo("1.2");
                assertThat(status.kinds())
                        .containsExactly(new PluginStatus.Kind("provider", "echo", Set.of("tools")));
                assertThat(status.state()).isEqualTo("loaded");
                assertThat(status.problems()).isEmpty();
            });
            assertThat(bench.ask("echo")).contains("\"content\":\"1.2\"");
            assertThat(bench.dropIns().warnings()).isEmpty();
        }
    }

    @Test
    void areReplacedAndRemoved() {
        try (Bench bench = bench("echo")) {
            assertVacant(bench);

            TinyPlugin.echo("echo", "1").into(bench.at("mine"));
            bench.dropIns().reload();
            assertThat(bench.ask("echo")).contains("\"content\":\"1\"");

            TinyPlugin.echo("echo", "2").into(bench.at("mine"));
            bench.dropIns().reload();
            assertThat(bench.ask("echo")).contains("\"content\":\"2\"");

            TinyPlugin.remove(bench.at("mine"));
            assertThat(bench.dropIns().reload()).isEmpty();
            assertVacant(bench);
        }
    }

    @Test
    void useClashingVersionsOfOneLibrarySideBySide() {
        for (String version : new String[]{"1", "2"}) {
            Echo.of("echo-" + version)
                    .saying("lib.Words.said()")
                    .version(version)
                    .and("lib.Words", "package lib; public final class Words {"
                            + " public static String said() { return \"library " + version + "\"; } }")
                    .into(folder.resolve("number-" + version));
        }
        try (Bench bench = bench("echo-1", "echo-2")) {
            assertThat(bench.ask("echo-1")).contains("library 1");
            assertThat(bench.ask("echo-2")).contains("library 2");
            assertThat(bench.ask("echo-1")).contains("library 1");
        }
    }

    @Test
    void doNotSeeWhatIsTheGateways() {
        String seen = "seen(\"com.fasterxml.jackson.databind.ObjectMapper\") + seen(\"dev.penstock.bootstrap.Main\")"
                + " + seen(\"dev.penstock.openai.wire.ChatJson\")";
        Echo curious = Echo.of("echo").saying("lib.Eyes." + seen.replace(" seen", " lib.Eyes.seen"));
        TinyPlugin plain = curious.version("1").and("lib.Eyes", """
                package lib;
                public final class Eyes {
                    public static String seen(String name) {
                        try {
                            Class.forName(name);
                            return "yes ";
                        } catch (ClassNotFoundException e) {
                            return "no ";
                        }
                    }
                }
                """);
        plain.into(folder.resolve("plain"));
        try (Bench bench = bench("echo")) {
            assertThat(bench.ask("echo")).contains("no no no ");

            plain.with("Penstock-Shares", "openai-protocol").into(bench.at("plain"));
            bench.dropIns().reload();
            assertThat(bench.ask("echo")).contains("yes no yes ");
        }
    }

    @Test
    void ofWhichOneIsBrokenDoNotKeepTheOthersFromWorking() throws Exception {
        Files.createDirectories(folder.resolve("broken"));
        Files.writeString(folder.resolve("broken/broken.jar"), "no jar at all");
        TinyPlugin.echo("echo", "1").into(folder.resolve("mine"));
        try (Bench bench = bench("echo")) {
            assertThat(bench.problem()).startsWith("broken.jar is no jar that can be read");
            assertThat(bench.ask("echo")).contains("\"content\":\"1\"");
            assertThat(bench.dropIns().plugins()).extracting(PluginStatus::state)
                    .containsExactly("failed", "loaded");
        }
    }

    @Test
    void giveTheirKindUpToTheNext() {
        TinyPlugin.echo("echo", "1").into(folder.resolve("first"));
        TinyPlugin.echo("echo", "2").into(folder.resolve("second"));
        try (Bench bench = bench("echo")) {
            assertThat(bench.problem())
                    .isEqualTo("the kind 'echo' is taken by the plug-in in the folder 'first'");
            assertThat(bench.ask("echo")).contains("\"content\":\"1\"");

            TinyPlugin.remove(bench.at("first"));
            bench.dropIns().reload();
            assertThat(bench.ask("echo")).contains("\"content\":\"2\"");
        }
    }

    @Test
    void thatFailAsANewVersionLeaveTheOldOneRunning() {
        TinyPlugin.echo("echo", "1").into(folder.resolve("mine"));
        try (Bench bench = bench("echo")) {
            Echo.of("echo")
                    .connecting("if (true) throw new IllegalStateException(\"no luck\");")
                    .version("2")
                    .into(
                            bench.at("mine"));
            bench.dropIns().reload();

            assertThat(bench.problem()).startsWith("what lies in the folder now is not used, 1 goes on: ")
                    .endsWith("providers.echo cannot be connected: IllegalStateException: no luck");
            assertThat(bench.ask("echo")).contains("\"content\":\"1\"");

            TinyPlugin.echo("echo", "3").into(bench.at("mine"));
            bench.dropIns().reload();
            assertThat(bench.ask("echo")).contains("\"content\":\"3\"");
            assertThat(bench.dropIns().warnings()).isEmpty();
        }
    }

    @Test
    void tellWrongSettingsAsAProblemOfTheConfigurationAtTheStartAndLaterAsTheirOwn() {
        TinyPlugin.echo("echo", "1").into(folder.resolve("mine"));
        try (Bench bench = new Bench(folder, Map.of("gat", "x"), "echo")) {
            assertThat(bench.problems()).singleElement()
                    .asString()
                    .isEqualTo("providers.echo.gat: unknown setting; did you mean 'gate'?");

            bench.dropIns().reload();
            TinyPlugin.echo("echo", "2").into(bench.at("mine"));
            bench.dropIns().reload();
            assertThat(bench.problem()).contains("providers.echo.gat: unknown setting");
        }
    }

    @Test
    void areNotLookedForInAFolderThatIsNotThere() {
        try (Bench bench = new Bench(folder.resolve("none"), Map.of(), "ecko")) {
            assertThat(bench.dropIns().plugins()).isEmpty();
            assertThat(bench.dropIns().warnings())
                    .containsExactly("providers.ecko: no plug-in of the kind 'ecko' is loaded");
        }
    }

    private Bench bench(String... kinds) {
        return new Bench(folder, Map.of(), kinds);
    }

    private static void assertVacant(Bench bench) {
        assertThatThrownBy(() -> bench.ask("echo")).isInstanceOfSatisfying(UpstreamException.class,
                e -> assertThat(e.failure()).isInstanceOf(UpstreamFailure.Unavailable.class))
                .hasMessage("no plug-in of the kind 'echo' is loaded");
    }
}
