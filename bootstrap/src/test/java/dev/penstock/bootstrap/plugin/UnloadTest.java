package dev.penstock.bootstrap.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.bootstrap.plugin.Seatings.ForInterceptor;
import dev.penstock.bootstrap.plugin.TinyPlugin.Echo;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.Interceptor.Mode;
import dev.penstock.domain.port.RequestGuard;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void leavesNoClassLoaderBehindWhereItIntercepted() throws Exception {
        TinyPlugin.odd(Mode.REFUSE, "1").into(folder.resolve("mine"));
        Seating seating = new Seating(new KindName(Role.INTERCEPTOR, "odd"), "odd", "interceptors[0]",
                List.of(Map.of()));
        try (Bench bench = new Bench(folder, new Seatings(List.of(), List.of(),
                List.of(new ForInterceptor(seating, Mode.REFUSE, Duration.ofSeconds(20), true, 0))))) {
            PhantomReference<ClassLoader> first = watch(bench);
            RequestGuard guard = (RequestGuard) bench.dropIns().interceptors().getFirst().interceptor();
            assertThat(guard.objection(request("object!"))).contains("1 objects");
            for (String word : List.of("throw", "link", "null")) {
                assertThatThrownBy(() -> guard.objection(request(word)))
                        .isInstanceOf(IllegalStateException.class);
            }
            TinyPlugin.remove(bench.at("mine"));
            bench.dropIns().reload();

            assertCollected(first);
        }
    }

    private static InterceptedRequest request(String body) {
        return new InterceptedRequest("req_1", Endpoint.CHAT_COMPLETIONS, Optional.empty(), false,
                JsonText.of(body), Map.of());
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
