package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.Program.Ended;
import dev.penstock.bootstrap.plugin.TinyPlugin;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `penstock plugins` tells, and the real program with plug-ins beside it.
final class PluginsCommandIT {
    private static final Path JAR = Path.of("target/penstock.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin/java");

    @TempDir
    private Path root;

    private Path folder;

    @BeforeEach
    void prepare() throws Exception {
        folder = Files.createDirectory(root.resolve("work"));
    }

    @Test
    void saysThatThereAreNone() throws Exception {
        Ended told = penstock(Map.of(), "plugins");

        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(told.out())
                .startsWith("There are no plug-ins.\nWithout PENSTOCK_ADMIN_KEY no gateway can be asked");
    }

    @Test
    void loadsTheFolderItselfWhereNoGatewayRuns() throws Exception {
        TinyPlugin.echo("echo", "1.2").into(folder.resolve("plugins/mine"));
        Files.createDirectories(folder.resolve("plugins/broken"));
        Files.writeString(folder.resolve("plugins/broken/broken.jar"), "no jar");
        Ended told = penstock(Map.of("PENSTOCK_ADMIN_KEY", PluginBed.ADMIN_KEY, "PORT", "9"), "plugins");

        assertThat(told.exitCode()).isZero();
        assertThat(told.out()).contains("broken, failed\n  problem: broken.jar is no jar",
                "mine 1.2, loaded\n  provider echo: tools\n", "No gateway answers at http://127.0.0.1:9: ")
                .doesNotContain(PluginBed.ADMIN_KEY);
        assertThat(told.err().lines()).as("no news, and one warning")
                .singleElement()
                .asString()
                .contains("WARNING plug-in broken: broken.jar is no jar");
    }

    @Test
    void saysWhatItGotIfThatTellsOfNoPlugins() throws Exception {
        TinyPlugin.echo("echo", "1.2").into(folder.resolve("plugins/mine"));
        try (FakeUpstream other = FakeUpstream.start()) {
            other.answer(Reply.json(200, "<html>"));
            Ended told = penstock(Map.of("PENSTOCK_ADMIN_KEY", PluginBed.ADMIN_KEY, "PORT",
                    String.valueOf(other.port())), "plugins");

            assertThat(other.lastRequest().path()).isEqualTo("/admin/plugins");
            assertThat(told.out()).isEqualTo("mine 1.2, loaded\n  provider echo: tools\n"
                    + "What answers at http://127.0.0.1:" + other.port() + " tells no plug-ins (HTTP 200): "
                    + "this is what " + folder.toRealPath().resolve("plugins") + " holds.\n");
            assertThat(told.err()).isEmpty();
        }
    }

    @Test
    void asksTheGatewayThatRuns() throws Exception {
        TinyPlugin.echo("echo", "1").into(folder.resolve("plugins/mine"));
        try (PluginBed bed = new PluginBed(folder, "")) {
            String port = String.valueOf(bed.gateway().port());
            Ended told = penstock(Map.of("PENSTOCK_ADMIN_KEY", PluginBed.ADMIN_KEY, "PORT", port), "plugins");
            Ended stranger = penstock(Map.of("PENSTOCK_ADMIN_KEY", "sk-test-other", "PORT", port), "plugins");

            assertThat(told.out()).isEqualTo("mine 1, loaded\n  provider echo: tools\n"
                    + "As the gateway at http://127.0.0.1:" + port + " has them now.\n");
            assertThat(told.err()).isEmpty();
            assertThat(stranger.out()).contains("mine 1, loaded", "has another PENSTOCK_ADMIN_KEY");
        }
    }

    @Test
    void aSettingThatAPluginDoesNotKnowKeepsTheGatewayFromStarting() throws Exception {
        TinyPlugin.echo("echo", "1").into(folder.resolve("plugins/mine"));
        Files.writeString(folder.resolve("penstock.yaml"),
                "providers: {echo: {gat: x}, demo: {pase: 1ms}}\n");
        Ended told = penstock(Map.of(), "--validate");

        assertThat(told.exitCode()).isEqualTo(2);
        assertThat(told.err()).contains("providers.echo.gat: unknown setting; did you mean 'gate'?",
                "providers.demo.pase: unknown setting");
    }

    private Ended penstock(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return Program.run(folder, new HashMap<>(environment), command);
    }
}
