package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The real program in a process of its own with a heap of 256 MB, and the upstream behind all its providers: `open/…`
/// speaks chat completions, `claude/…` Anthropic's API, `llama/…` Ollama's.
final class SmallHeap implements AutoCloseable {
    /// Just below the limit of a request's body.
    static final int LARGE = 9_900_000;

    private static final Pattern ADDRESS = Pattern.compile("listens on (http://127\\.0\\.0\\.1:\\d+)\n");

    private final FakeUpstream upstream = Play.well(FakeUpstream.start()).keepRequests(false);
    private final Program program;
    private final int port;

    private SmallHeap(Path root) throws Exception {
        Path folder = Files.createDirectory(root.resolve("work"));
        Files.writeString(folder.resolve("penstock.yaml"), """
                listener: {port: 0}
                retry: {attempts: 1}
                circuit-breaker: {minimum-calls: 1000, window: 1000}
                default: {provider: open, model: m}
                providers:
                  open: {kind: openai-compatible, base-url: "%1$s"}
                  claude: {kind: anthropic, key: sk-test-anthropic, base-url: "%1$s"}
                  llama: {kind: ollama, base-url: "%1$s"}
                """.formatted(upstream.baseUri()));
        program = Program.start(folder, Map.of(), Program.gateway("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
        Matcher said = ADDRESS.matcher(program.awaitOut(out -> ADDRESS.matcher(out).find()));
        assertThat(said.find()).isTrue();
        port = URI.create(said.group(1)).getPort();
    }

    /// @param root an empty folder
    static SmallHeap start(Path root) throws Exception {
        return new SmallHeap(root);
    }

    FakeUpstream upstream() {
        return upstream;
    }

    /// The statuses of ten such requests that are sent at a time.
    List<Integer> tenAtATime(String path, byte[] body, String... headers) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                running.add(clients.submit(() -> post(path, body, headers).status()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : running) {
                statuses.add(one.get());
            }
            return statuses;
        }
    }

    RawExchange.Answer post(String path, byte[] body, String... headers) throws IOException {
        try (RawExchange exchange = new RawExchange(port, path, body, headers)) {
            return exchange.read();
        }
    }

    /// Sends a request, and closes its connection when the gate is open.
    void leaves(String path, byte[] body, Gate gate) throws Exception {
        try (RawExchange _ = new RawExchange(port, path, body)) {
            assertThat(gate.await(Duration.ofSeconds(20))).isTrue();
        }
    }

    /// Sends a request again and again until it has this status.
    void eventually(String path, byte[] body, int status) throws IOException {
        int last = 0;
        for (int i = 0; i < 50 && last != status; i++) {
            last = post(path, body).status();
        }
        assertThat(last).as(path).isEqualTo(status);
    }

    /// A small request is answered by an upstream that is well again.
    void assertServes(String after) throws IOException {
        Play.well(upstream);
        RawExchange.Answer answer = post("/v1/chat/completions",
                "{\"model\":\"open/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as("a small request after " + after + ": " + answer.body())
                .isEqualTo(200);
    }

    /// Ends the process and looks at what it said meanwhile.
    void assertNeverShortOfMemory() throws Exception {
        Program.Ended ended = program.terminated();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(143);
        assertThat(ended.err() + ended.out()).doesNotContain("OutOfMemoryError");
    }

    /// An array of many such elements.
    static String array(String element, int length) {
        return "[" + (element + ",").repeat(length / (element.length() + 1)) + element + "]";
    }

    @Override
    public void close() {
        program.close();
        upstream.close();
    }
}
