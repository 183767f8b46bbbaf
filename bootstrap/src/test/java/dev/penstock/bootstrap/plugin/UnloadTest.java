package dev.penstock.bootstrap.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.bootstrap.plugin.TinyPlugin.Echo;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.InterceptedAnswer;
import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.Interceptor.Mode;
import dev.penstock.domain.port.RequestEditor;
import dev.penstock.domain.port.RequestGuard;
import dev.penstock.domain.port.RequestObserver;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A plug-in that is gone leaves nothing behind.
final class UnloadTest {
    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();

    @TempDir
    private Path folder;

    @Test
    void leavesNoClassLoaderBehindWhenItIsRemoved() throws Exception {
        TinyPlugin.echo("echo", "1").into(folder.resolve("mine"));
        try (Bench bench = new Bench(folder, Map.of(), "echo")) {
            PhantomReference<ClassLoader> first = watch(bench);
            use(bench);
            TinyPlugin.remove(bench.at("mine"));
            bench.dropIns().reload();

            assertCollected(first);
        }
    }

    @Test
    void leavesNoClassLoaderBehindWhenItIsReplaced() throws Exception {
        TinyPlugin.echo("echo", "1").into(folder.resolve("mine"));
        try (Bench bench = new Bench(folder, Map.of(), "echo")) {
            PhantomReference<ClassLoader> first = watch(bench);
            use(bench);
            TinyPlugin.echo("echo", "2").into(bench.at("mine"));
            bench.dropIns().reload();

            assertCollected(first);
            assertThat(bench.ask("echo")).contains("\"content\":\"2\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoClassLoaderBehindWhereItIntercepted(Mode mode) throws Exception {
        TinyPlugin.odd(mode, "1").into(folder.resolve("mine"));
        try (Bench bench = Bench.intercepting(folder, mode, Duration.ofSeconds(20), Map.of())) {
            PhantomReference<ClassLoader> first = watch(bench);
            pass(bench.interceptor(), "fine");
            for (String word : List.of("throw", "link", "null")) {
                assertThatThrownBy(() -> pass(bench.interceptor(), word))
                        .isInstanceOf(IllegalStateException.class);
            }
            TinyPlugin.remove(bench.at("mine"));
            bench.dropIns().reload();

            assertCollected(first);
        }
    }

    private static void pass(Interceptor interceptor, String body) {
        switch (interceptor) {
            case RequestGuard guard -> assertThat(guard.objection(Bench.request(body))).isEmpty();
            case RequestEditor editor ->
                assertThat(editor.edit(Bench.request(body)).text()).isEqualTo("no JSON");
            case RequestObserver observer -> observer.asked(Bench.request(body))
                    .ended(new InterceptedAnswer("", false), Bench.line("req_1"));
        }
    }

    @Test
    void leavesNoClassLoaderBehindWhereItRecorded() throws Exception {
        TinyPlugin.oddRecorder("", "1").into(folder.resolve("mine"));
        try (Bench bench = Bench.recording(folder, Duration.ofSeconds(20),
                Map.of("file", folder.resolve("kept").toString()))) {
            PhantomReference<ClassLoader> first = watch(bench);
            bench.recorder().record(Bench.line("req_1"));
            TinyPlugin.remove(bench.at("mine"));
            bench.dropIns().reload();

            assertThat(folder.resolve("kept")).hasContent("1 req_1");
            assertCollected(first);
        }
    }

    @Test
    void isNoticedIfSomethingIsLeft() throws Exception {
        TinyPlugin.echo("echo", "1").into(folder.resolve("mine"));
        try (Bench bench = new Bench(folder, Map.of(), "echo")) {
            Object held = bench.dropIns().loaded().getFirst().kinds().getFirst().plugin();
            PhantomReference<ClassLoader> first = watch(bench);
            TinyPlugin.remove(bench.at("mine"));
            bench.dropIns().reload();

            assertThat(isCollected(first, 3)).isFalse();
            assertThat(held).isNotNull();
        }
    }

    @Test
    void deletesItsCopiesOfTheJars() throws Exception {
        Echo.of("echo")
                .constructing("System.setProperty(\"acme.echo.jar\","
                        + " String.valueOf(getClass().getProtectionDomain().getCodeSource().getLocation().getPath()));")
                .version("1")
                .into(folder.resolve("mine"));
        Path copy;
        try (Bench _ = new Bench(folder, Map.of(), "echo")) {
            copy = Path.of(System.getProperty("acme.echo.jar"));
            System.clearProperty("acme.echo.jar");
            assertThat(copy).exists();
        }
        assertThat(copy.getParent()).doesNotExist();
    }

    private PhantomReference<ClassLoader> watch(Bench bench) {
        return new PhantomReference<>(bench.dropIns().loaded().getFirst().loader(), gone);
    }

    /// Answers, a stream and every kind of failure.
    private static void use(Bench bench) {
        for (String model : new String[]{"any", "throw", "link", "busy", "null"}) {
            try {
                assertThat(bench.ask("echo", model).json().text()).contains("\"content\":\"1\"");
            } catch (UpstreamException e) {
                assertThat(model).isNotEqualTo("any");
            }
        }
    }

    private void assertCollected(PhantomReference<ClassLoader> reference) throws InterruptedException {
        assertThat(isCollected(reference, 100)).as("whether the class loader is gone").isTrue();
    }

    private boolean isCollected(PhantomReference<ClassLoader> reference, int looks)
            throws InterruptedException {
        for (int look = 0; look < looks; look++) {
            System.gc();
            if (reference.equals(gone.remove(100))) {
                return true;
            }
        }
        return false;
    }
}
