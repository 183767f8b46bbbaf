package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.Program.Ended;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own, told to stop while it has work to do; and asked what it would do.
final class StoppingIT {
    private static final Path JAR = Path.of("target/penstock.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin/java");
    private static final Pattern PORT = Pattern.compile("listens on http://127\\.0\\.0\\.1:(\\d+)\n");
    private static final String ASK = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String ONE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}\n\n";
    private static final String END = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    private final FakeUpstream upstream = FakeUpstream.start();

    @TempDir
    private Path root;

    private Path folder;

    @BeforeEach
    void prepare() throws Exception {
        folder = Files.createDirectory(root.resolve("work"));
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void finishesWhatIsRunningAndWritesItDown() throws Exception {
        Gate told = new Gate();
        upstream.answer(Reply.head(200, "Content-Type: text/event-stream").write(ONE).await(told).write(END));
        try (Program program = start("30s"); RawExchange running = new RawExchange(port(program), ASK)) {
            var _ = running.linesUntil("one");
            var _ = ProcessHandle.of(program.pid()).orElseThrow().destroy();
            refuseUntilStopping(port(program));
            told.open();

            assertThat(running.linesUntil("[DONE]")).contains("stop");
            assertThat(program.ended().out()).contains("outcome=completed")
                    .contains("reason=gateway_stopping");
        }
    }

    @Test
    void tellsThoseThatTakeTooLongAndWritesThemDown() throws Exception {
        upstream.answer(Reply.head(200, "Content-Type: text/event-stream").write(ONE).hang());
        try (Program program = start("100ms"); RawExchange running = new RawExchange(port(program), ASK)) {
            var _ = running.linesUntil("one");
            Ended ended = program.terminated();

            assertThat(running.linesUntil("\"code\":503")).contains("gateway_stopping");
            assertThat(ended.out()).contains("outcome=failed reason=gateway_stopping");
            assertThat(ended.err()).isEqualTo(
                    "Stopping: waits up to 100 ms for 1 running request. Ctrl-C ends the wait.\n");
        }
    }

    @Test
    void endsRunningRequestsAtOnceOnCtrlCWhileItStops() throws Exception {
        upstream.answer(Reply.head(200, "Content-Type: text/event-stream").write(ONE).hang());
        configure("24h");
        try (Program program = Program.start(folder, Map.of("PORT", "0"), Program.gateway());
                RawExchange running = new RawExchange(port(program), ASK)) {
            var _ = running.linesUntil("one");
            var _ = ProcessHandle.of(program.pid()).orElseThrow().destroy();
            var _ = program.awaitErr(said -> said.contains("waits up to 86400 s for 1 running request"));
            pressCtrlC(program);

            assertThat(running.linesUntil("\"code\":503")).contains("gateway_stopping");
            assertThat(program.ended().out()).contains("outcome=failed reason=gateway_stopping");
        }
    }

    @Test
    void explainsTheRoutesOfTheGatewayThatRuns() throws Exception {
        try (Program program = start("1s")) {
            Ended live = run(Map.of("PORT", String.valueOf(port(program))), "explain", "coder");

            assertThat(live.out()).contains("1. up/a, first for 75 % of requests", "up/b", "sees it now");
        }
    }

    @Test
    void explainsTheRoutesOfTheConfigurationIfNoneRuns() throws Exception {
        configure("1s");
        Ended alone = run(Map.of("PORT", "1"), "explain", "coder");

        assertThat(alone.exitCode()).isZero();
        assertThat(alone.out()).contains("'coder' goes by the route 'coder'",
                "up/a, first for 75 % of requests",
                "Affinity: session.", "No gateway answers");
        assertThat(run(Map.of("PORT", "1"), "explain", "--session", "s-1", "coder").out())
                .contains("This is the order for that session.");
        assertThat(run(Map.of(), "explain", "up/").exitCode()).isEqualTo(1);
    }

    /// Until the process has noticed that it is to stop, it takes requests; each of them is answered.
    private void refuseUntilStopping(int port) throws Exception {
        for (int status = 0; status != 503;) {
            upstream.next(Reply.json(400, "{\"error\":{\"message\":\"not now\"}}"));
            try (RawExchange late = new RawExchange(port, ASK)) {
                status = late.read().status();
            }
        }
    }

    private static void pressCtrlC(Program program) throws Exception {
        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -INT " + program.pid()).start().waitFor())
                .isZero();
    }

    private Program start(String drain) throws Exception {
        configure(drain);
        return Program.start(folder, Map.of("PORT", "0"), List.of(JAVA.toString(), "-jar", JAR.toString()));
    }

    private void configure(String drain) throws Exception {
        Files.writeString(folder.resolve("penstock.yaml"), """
                listener: {drain-timeout: %s}
                providers:
                  up: {kind: openai-compatible, base-url: %s}
                routes:
                  coder: {upstreams: [{model: up/a, weight: 3}, {model: up/b, weight: 1}]}
                """.formatted(drain, upstream.baseUri()));
    }

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return Program.run(folder, environment, command);
    }

    private static int port(Program program) throws Exception {
        Matcher port = PORT.matcher(program.awaitOut(said -> PORT.matcher(said).find()));
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }
}
