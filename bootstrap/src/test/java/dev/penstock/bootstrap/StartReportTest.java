package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.plugin.TinyPlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the person who starts the gateway gets to read.
final class StartReportTest {
    @TempDir
    private Path folder;

    @Test
    void tellsAddressUpstreamModelAndWhereUsageGoes() {
        try (Gateway gateway = listening(Configured.in(folder)
                .with("DASHSCOPE_KEY", "sk-test-0123456789")
                .with("DASHSCOPE_BASE_URL", "http://127.0.0.1:9/v1"))) {
            assertThat(StartReport.listening(gateway)).satisfiesExactly(
                    line -> assertThat(line).endsWith(" listens on http://127.0.0.1:" + gateway.port()),
                    line -> assertThat(line).isEqualTo("  upstream       dashscope (http://127.0.0.1:9/v1)"),
                    line -> assertThat(line).isEqualTo("  default model  qwen3-max"),
                    line -> assertThat(line).isEqualTo("  clients        need no key"),
                    line -> assertThat(line).isEqualTo("  configured by  the environment"),
                    line -> assertThat(line)
                            .isEqualTo("  usage          one line per request, here on standard output"));
        }
    }

    @Test
    void saysThatTheDemoIsADemo() {
        try (Gateway gateway = listening(Configured.in(folder))) {
            assertThat(StartReport.listening(gateway).getLast()).startsWith("This is the demo");
        }
    }

    @Test
    void namesTheOtherProvidersAndTheRoutes() {
        List<String> report = valid(
                Configured.in(folder).with("OPENROUTER_KEY", "sk-test-0123456789").file("""
                        default: {provider: demo}
                        providers: {demo: {}}
                        routes: {coder: demo/coder, thinker: openrouter/thinker}
                        """));

        assertThat(report).startsWith("The configuration is valid.")
                .contains(
                        "  also           openrouter (https://openrouter.ai/api/v1), asked for as openrouter/<model>",
                        "  routes         coder, thinker",
                        "  configured by  penstock.yaml and the environment");
    }

    @Test
    void namesTheInterceptorsInTheirOrderAndTheUsageRecorders() throws Exception {
        Files.createDirectories(folder.resolve("plugins"));
        try (Gateway gateway = listening(Configured.in(folder).file("""
                interceptors:
                  - {name: no-keys, mode: refuse}
                  - {name: diary, mode: observe}
                usage-recorders: {csv: {}}
                """))) {
            assertThat(StartReport.listening(gateway)).contains(
                    "  interceptors   no-keys (refuse), then diary (observe)",
                    "  usage          one line per request, here on standard output, and to csv",
                    "Warning: interceptors[0]: no plug-in of the kind 'no-keys' is loaded.");
        }
    }

    @Test
    void namesThePluginsAndWarnsOfWhatIsWrongWithThem() throws Exception {
        TinyPlugin.echo("echo", "1.2").into(folder.resolve("plugins/mine"));
        Files.createDirectories(folder.resolve("plugins/broken"));
        Files.writeString(folder.resolve("plugins/broken/broken.jar"), "no jar");
        List<String> report = valid(Configured.in(folder).file("""
                default: {provider: demo}
                providers: {demo: {}, echo: {}, other: {kind: ecko}}
                """));

        assertThat(report).contains("  also           echo (inside, 1.2), asked for as echo/<model>",
                "  also           other (its plug-in is not loaded), asked for as other/<model>",
                "  plug-ins       broken (not loaded), mine 1.2 (echo)",
                "Warning: providers.other: no plug-in of the kind 'ecko' is loaded; did you mean 'echo'?")
                .anyMatch(line -> line.startsWith("Warning: plug-in broken: broken.jar is no jar"));
    }

    @Test
    void showsNoKey() {
        Configured secretive = Configured.in(folder)
                .with("PENSTOCK_API_KEY", "sk-test-gateway")
                .with("DASHSCOPE_KEY", "sk-test-dashscope")
                .with("OPENROUTER_KEY", "sk-test-openrouter")
                .with("OPENAI_COMPATIBLE_KEY", "sk-test-compatible")
                .with("OPENAI_COMPATIBLE_BASE_URL", "http://127.0.0.1:9/v1")
                .file("providers: {mine: {kind: dashscope, key: sk-test-in-the-file}}");

        try (Gateway gateway = listening(secretive)) {
            assertThat(StartReport.listening(gateway)).noneMatch(line -> line.contains("sk-test"))
                    .anyMatch(line -> line.contains("have to send the gateway's key"))
                    .anyMatch(line -> line.startsWith("Warning: providers.mine.key stands in the file"));
            assertThat(gateway.config().toString()).doesNotContain("sk-test");
        }
        assertThat(valid(secretive)).noneMatch(line -> line.contains("sk-test"));
    }

    @Test
    void putsAnIpv6AddressIntoBrackets() {
        assertThat(StartReport.address("::1", 3000)).isEqualTo("http://[::1]:3000");
        assertThat(StartReport.address("127.0.0.1", 3000)).isEqualTo("http://127.0.0.1:3000");
    }

    @Test
    void warnsOfAnOpenListener() {
        Configured open = Configured.in(folder).with("PENSTOCK_HOST", "0.0.0.0");

        assertThat(valid(open)).last()
                .asString()
                .startsWith("Warning: anybody who reaches 0.0.0.0 can use your");
        assertThat(valid(open.with("PENSTOCK_API_KEY", "sk-test-gateway")))
                .noneMatch(line -> line.startsWith("Warning"));
    }

    private static List<String> valid(Configured configured) {
        try (Gateway gateway = connected(configured)) {
            return StartReport.valid(gateway);
        }
    }

    private static Gateway listening(Configured configured) {
        Gateway gateway = connected(configured.with("PORT", "0"));
        gateway.listen();
        return gateway;
    }

    private static Gateway connected(Configured configured) {
        return Assembly.of(Environment.of(configured.variables()), configured.folder(), Optional.empty(),
                Plugins.found(), _ -> {
                }, Clock.systemUTC(), List.of());
    }
}
