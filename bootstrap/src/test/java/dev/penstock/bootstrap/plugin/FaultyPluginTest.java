package dev.penstock.bootstrap.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.plugin.TinyPlugin.Echo;
import dev.penstock.spi.SpiVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of plug-ins that cannot be used: one line, and the gateway goes on.
final class FaultyPluginTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAServiceFile() {
        assertThat(problem(TinyPlugin.echo("echo", "1").withoutService()))
                .isEqualTo("no jar has the file META-INF/services/dev.penstock.spi.ProviderPlugin,"
                        + " nor one for UsageRecorderPlugin or InterceptorPlugin");
    }

    @Test
    void whoseServiceFileNamesWhatIsNotThere() {
        assertThat(problem(TinyPlugin.echo("echo", "1").naming("acme.Other")))
                .contains("Provider acme.Other not found");
    }

    @Test
    void whoseServiceFileNamesWhatIsNoPlugin() {
        assertThat(problem(TinyPlugin.echo("echo", "1")
                .and("acme.Other", "package acme; public final class Other {}")
                .naming("acme.Other"))).contains("acme.Other not a subtype");
    }

    @Test
    void ofAnIllFormedKind() {
        assertThat(problem(Echo.of("No Kind").version("1"))).isEqualTo(
                "'No Kind' is no kind: lower-case letters, digits and dashes, a letter first");
    }

    @Test
    void builtForAnotherVersionOfThePlugInInterface() {
        TinyPlugin echo = TinyPlugin.echo("echo", "1");
        String later = echo.sources()
                .getOrDefault("acme.EchoPlugin", "")
                .replace("SpiVersion.CURRENT", "\"9.0.0\"");

        assertThat(problem(echo.and("acme.EchoPlugin", later))).isEqualTo(
                "it was built for version 9.0.0 of the plug-in interface, and this gateway has "
                        + SpiVersion.CURRENT);
    }

    @Test
    void ofNoKind() {
        assertThat(problem(Echo.of("echo").ofKind("null").version("1")))
                .isEqualTo("NullPointerException: kind()");
    }

    @Test
    void ofAKindThatIsTheGatewaysOwn() {
        assertThat(problem(TinyPlugin.echo("demo", "1")))
                .isEqualTo("the kind 'demo' is taken by the gateway itself");
    }

    @Test
    void thatThrowInTheirConstructor() {
        assertThat(problem(Echo.of("echo")
                .constructing("if (true) throw new IllegalStateException(\"no\\nluck\");")
                .version("1"))).isEqualTo("IllegalStateException: no luck");
    }

    @Test
    void thatThrowWhenAskedForTheirKind() {
        assertThat(problem(Echo.of("echo").ofKind("String.valueOf(1 / 0)").version("1")))
                .isEqualTo("ArithmeticException: / by zero");
    }

    @Test
    void thatLackAClass() {
        Echo.of("echo")
                .constructing("lib.Gone.come();")
                .version("1")
                .and("lib.Gone", "package lib; public final class Gone { public static void come() {} }")
                .into(folder.resolve("mine"), "Gone");

        try (Bench bench = new Bench(folder, Map.of(), "echo")) {
            assertThat(bench.problem()).isEqualTo("ClassNotFoundException: lib.Gone");
        }
    }

    @Test
    void thatThrowWhenTheyConnectAndWouldTellTheKey() {
        assertThat(problem(Echo.of("echo")
                .connecting("if (true) throw new IllegalStateException(\"bad key \" + key);")
                .version("1"))).isEqualTo(
                        "providers.echo cannot be connected: IllegalStateException: bad key ***");
    }

    @Test
    void thatConnectToNothing() {
        assertThat(problem(Echo.of("echo").connecting("if (true) return null;").version("1")))
                .startsWith("providers.echo cannot be connected: NullPointerException");
    }

    @Test
    void thatHangWhenTheyConnect() {
        assertThat(problem(Echo.of("echo")
                .connecting("try { Thread.sleep(100_000); } catch (InterruptedException e) { }")
                .version("1"))).isEqualTo(
                        "providers.echo cannot be connected: it has not come back within 3000 ms");
    }

    @Test
    void thatLieBesideTheFolders() throws Exception {
        Files.writeString(folder.resolve("mine.jar"), "any");
        try (Bench bench = new Bench(folder, Map.of(), "echo")) {
            assertThat(bench.problem()).isEqualTo("lies beside the folders; give it one of its own");
        }
    }

    private String problem(TinyPlugin plugin) {
        plugin.into(folder.resolve("mine"));
        try (Bench bench = new Bench(folder, Map.of(), "echo")) {
            assertThat(bench.problems()).isEmpty();
            return bench.problem();
        }
    }
}
