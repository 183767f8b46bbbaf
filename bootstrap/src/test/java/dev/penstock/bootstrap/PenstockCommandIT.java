package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.Program.Ended;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real program: the jar, in a process of its own.
final class PenstockCommandIT {
    private static final Path JAR = Path.of("target/penstock.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin/java");
    private static final Pattern ADDRESS = Pattern.compile("listens on (http://127\\.0\\.0\\.1:\\d+)\n");
    private static final Pattern LEDGER = Pattern.compile(" usage request=(\\S+) outcome=");
    private static final String KEY = "sk-test-provider-0123456789";

    @TempDir
    private Path root;

    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectory(root.resolve("work"));
    }

    @Test
    void explainsItself() throws Exception {
        Ended help = penstock(Map.of(), "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("Usage: penstock", "--config=FILE", "--validate", "--version",
                "DASHSCOPE_KEY");
    }

    @Test
    void tellsItsVersion() throws Exception {
        assertThat(penstock(Map.of(), "--version").out())
                .matches("Penstock \\d+\\.\\d+\\.\\d+\\S* on Java 25\n");
    }

    @Test
    void refusesAnOptionItDoesNotKnow() throws Exception {
        Ended ended = penstock(Map.of(), "--validte");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("--validte", "--validate").doesNotContain("\tat ");
    }

    @Test
    void findsAGoodConfigurationValidAndEnds() throws Exception {
        Files.writeString(folder.resolve("mine.yaml"), "providers: {demo: {pace: 1ms}}\n");
        Ended ended = penstock(Map.of("DASHSCOPE_KEY", KEY), "--validate", "--config", "mine.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("The configuration is valid.\n")
                .contains("upstream       dashscope (https://dashscope.aliyuncs.com/compatible-mode/v1)",
                        "configured by  mine.yaml and the environment")
                .doesNotContain(KEY);
    }

    @Test
    void tellsAllThatIsWrongWithABadOne() throws Exception {
        Files.writeString(folder.resolve("penstock.yaml"), """
                listner: {}
                providers: {one: {kind: dashscope, key: sk-test-in-the-file, respons-timeout: 1s}}
                """);
        Files.writeString(folder.resolve(".env"), "DASHSCOPE_KEY sk-test-broken\n");
        for (String option : List.of("--validate", "--config=penstock.yaml")) {
            Ended ended = penstock(Map.of("PORT", "x"), option);

            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).isEqualTo("""
                    Penstock cannot start:
                      .env, line 1: is not of the form NAME=value; a value in quotes ends in the same line
                      listner: unknown setting; did you mean 'listener'?
                      PORT: 'x' is not a port: a number from 0 (any that is free) to 65535
                      providers.one.respons-timeout: unknown setting; did you mean 'response-timeout'?
                    """);
        }
    }

    @Test
    void answersAndReadsTheEnvFileOfItsFolder() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(Reply.fixture("dashscope/nonstream.json"));
            Files.writeString(folder.resolve(".env"),
                    "export DASHSCOPE_KEY='" + KEY + "'\nDASHSCOPE_BASE_URL="
                            + upstream.baseUri() + "\nDEFAULT_MODEL=from-the-file\nPORT=1\n");
            try (Program program = start(Map.of("PORT", "0"))) {
                URI address = address(program);
                HttpResponse<String> answer = ask(address,
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
                Ended ended = program.terminated();

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(upstream.requests()).singleElement()
                        .satisfies(request -> assertThat(request.header("authorization"))
                                .contains("Bearer " + KEY));
                assertThat(ended.out()).contains("default model  from-the-file",
                        "upstream       dashscope (" + upstream.baseUri() + ")");
                assertThat(ended.out() + ended.err()).doesNotContain(KEY);
            }
        }
    }

    @Test
    void hasWrittenEveryFinishedRequestWhenItIsTerminated() throws Exception {
        try (Program program = start(Map.of("PORT", "0", "PENSTOCK_API_KEY", "sk-test-gateway"));
                HttpClient client = HttpClient.newHttpClient()) {
            URI address = address(program);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                HttpResponse<String> answer = client.send(request(address,
                        "{\"stream\":" + (i % 2 == 0)
                                + ",\"messages\":[{\"role\":\"user\",\"content\":\"say ho\"}]}")
                        .header("x-api-key", i % 4 == 3 ? "sk-test-wrong" : "sk-test-gateway")
                        .build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(i % 4 == 3 ? 401 : 200);
                ids.add(answer.headers().firstValue("x-request-id").orElseThrow());
            }
            Ended ended = program.terminated();

            assertThat(ended.exitCode()).as("by SIGTERM").isEqualTo(143);
            assertThat(LEDGER.matcher(ended.out()).results().map(line -> line.group(1)))
                    .containsExactlyInAnyOrderElementsOf(ids);
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).doesNotContain("sk-test");
        }
    }

    @Test
    void saysInOneSentenceThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Ended ended = penstock(Map.of("PORT", String.valueOf(taken.getLocalPort())));

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err().lines()).singleElement()
                    .asString()
                    .startsWith(
                            "Penstock cannot start: it cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .endsWith("PORT chooses another port, PENSTOCK_HOST another address.");
        }
    }

    @Test
    void saysInOneSentenceThatItHasNoSuchAddress() throws Exception {
        Ended ended = penstock(Map.of("PORT", "0", "PENSTOCK_HOST", "192.0.2.1"));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines()).singleElement()
                .asString()
                .contains("it cannot listen on 192.0.2.1:0: ");
    }

    @Test
    void writesOnlyAsciiWhereTheSystemKnowsNothingElse() throws Exception {
        Ended ended = penstock(Map.of("LC_ALL", "C", "UPSTREAM_SERVICE", "dashscop"));

        assertThat(ended.err()).contains("did you mean 'dashscope'?").matches("\\p{ASCII}+");
    }

    @Test
    void endsWithAMessageWhenItsListenerFails() throws Exception {
        Files.writeString(folder.resolve("penstock.yaml"),
                "listener: {port: 0, max-connections: 10000, drain-timeout: 1s}\n");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"));
        command.addAll(Program.gateway());
        List<Socket> clients = new ArrayList<>();
        try (Program program = Program.start(folder, Map.of(), command)) {
            int port = address(program).getPort();
            for (int i = 0; i < 200; i++) { // more than there are files for
                clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }

            Ended ended = program.ended();

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).contains("Penstock stops: the listener has failed");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private Ended penstock(Map<String, String> environment, String... arguments) throws Exception {
        try (Program program = start(environment, arguments)) {
            return program.ended();
        }
    }

    private Program start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(JAVA.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar",
                        JAR.toString()));
        command.addAll(List.of(arguments));
        return Program.start(folder, environment, command);
    }

    private static URI address(Program program) throws Exception {
        Matcher address = ADDRESS.matcher(program.awaitOut(said -> ADDRESS.matcher(said).find()));
        assertThat(address.find()).isTrue();
        return URI.create(address.group(1));
    }

    private static HttpResponse<String> ask(URI address, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request(address, body).build(), BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder request(URI address, String body) {
        return HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }
}
