package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.Program.Ended;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `penstock explain` makes of what the gateway says, which is played here.
final class ExplainIT {
    private static final Path JAR = Path.of("target/penstock.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin/java");

    private final FakeUpstream gateway = FakeUpstream.start();

    @TempDir
    private Path root;

    private Path folder;

    @BeforeEach
    void prepare() throws Exception {
        folder = Files.createDirectory(root.resolve("work"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void saysThatTheGatewayAsksForAKey() throws Exception {
        gateway.answer(Reply.json(401, "{\"error\":{\"message\":\"Send a key.\"}}"));
        Ended told = explain(Map.of());

        assertThat(told.out()).contains("by the configuration alone")
                .contains("asks for a key", "set PENSTOCK_API_KEY to it")
                .doesNotContain("No gateway answers");
        assertThat(told.exitCode()).isZero();
    }

    @Test
    void saysThatTheGatewayRejectsTheKeyAndDoesNotShowIt() throws Exception {
        gateway.answer(Reply.json(401, "{\"error\":{\"message\":\"No.\"}}"));
        Ended told = explain(Map.of("PENSTOCK_API_KEY", "sk-test-wrong-0123456789"));

        assertThat(gateway.lastRequest().header("authorization")).contains("Bearer sk-test-wrong-0123456789");
        assertThat(told.out()).contains("by the configuration alone")
                .contains("rejects this key", "set PENSTOCK_API_KEY to the one it was started with")
                .doesNotContain("No gateway answers", "sk-test-wrong");
    }

    @Test
    void saysWhatItGotIfThatExplainsNothing() throws Exception {
        gateway.answer(Reply.json(200, "<html>"));

        assertThat(explain(Map.of()).out()).contains("is no explanation (HTTP 200)",
                "by the configuration alone");
    }

    @Test
    void saysWhyAnUpstreamIsNotSimplyTried() throws Exception {
        gateway.answer(Reply.json(200,
                """
                        {"object":"route.explanation","model":"m","route":"m","upstreams":[
                        {"upstream":"a/m","tried":true,"obstacle":"circuit_half_open","first_percent":75,"keys":1},
                        {"upstream":"b/m","tried":true,"obstacle":"keys_resting","until":"2026-11-25T04:02:18Z","keys":2},
                        {"upstream":"c/m","tried":false,"obstacle":"circuit_open","until":"2026-11-25T04:02:19Z","keys":1}]}
                        """));

        assertThat(explain(Map.of()).out()).contains(
                "1. a/m, first for 75 % of requests, but only a few at a time on trial: it kept failing",
                "2. b/m, 2 keys, tried last until 2026-11-25T04:02:18Z: its keys rest",
                "- c/m, not tried until 2026-11-25T04:02:19Z: it kept failing");
    }

    @Test
    void asksForTheNamesOfAnApi() throws Exception {
        gateway.answer(Reply.json(200,
                "{\"object\":\"route.explanation\",\"model\":\"m\",\"route\":\"m\",\"upstreams\":[]}"));

        assertThat(explain(Map.of(), "--api", "messages").exitCode()).isZero();
        assertThat(gateway.lastRequest().text()).isEqualTo("{\"model\":\"m\",\"api\":\"messages\"}");
        assertThat(explain(Map.of(), "--api", "chats").exitCode()).isEqualTo(2);
    }

    @Test
    void asksForASession() throws Exception {
        gateway.answer(Reply.json(200,
                """
                        {"object":"route.explanation","model":"m","route":"m","affinity":"session","session_from":"id",
                        "upstreams":[{"upstream":"a/m","tried":true,"keys":3,"first_key":2}]}
                        """));

        assertThat(explain(Map.of(), "--session", "s-1").out()).contains("1. a/m, 3 keys, number 2 first",
                "Affinity: session. This is the order for that session.");
        assertThat(gateway.lastRequest().text()).isEqualTo("{\"model\":\"m\",\"session_id\":\"s-1\"}");
    }

    private Ended explain(Map<String, String> environment, String... options) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PORT", String.valueOf(gateway.port()));
        List<String> command = new ArrayList<>(
                List.of(JAVA.toString(), "-jar", JAR.toString(), "explain", "m"));
        command.addAll(List.of(options));
        return Program.run(folder, all, command);
    }
}
