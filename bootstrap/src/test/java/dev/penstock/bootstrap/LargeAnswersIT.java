package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers of upstreams that need more memory than there is. Each ends in an answer or a failure, and the process serves on.
final class LargeAnswersIT {
    private static final int WHOLE = 60_000_000;
    private static final int EVENT = 15_000_000;

    @TempDir
    private Path root;

    private SmallHeap gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = SmallHeap.start(root);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions, open/m", "/v1/embeddings, open/m", "/v1/messages, open/m",
            "/v1/responses, open/m", "/v1/messages, claude/m", "/v1/chat/completions, llama/m"})
    void areRefusedAsAnOverloadWhenTheyAreWhole(String path, String model) throws Exception {
        for (String much : List.of(text(WHOLE), SmallHeap.array("{}", WHOLE))) {
            gateway.upstream().answer(Reply.json(200, whole(much)));

            List<Integer> statuses = gateway.tenAtATime(path, request(path, model, false));

            assertThat(statuses).as(much.substring(0, 9)).containsOnly(503);
            gateway.assertServes(path);
        }
        gateway.assertNeverShortOfMemory();
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, open/m", "/v1/responses, open/m", "/v1/chat/completions, claude/m"})
    void areAnsweredWhenTheyAreOfAnyUsualSize(String path, String model) throws Exception {
        gateway.upstream().answer(Reply.json(200, whole(text(1_000_000))));

        assertThat(gateway.post(path, request(path, model, false)).status()).isEqualTo(200);
        gateway.assertNeverShortOfMemory();
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, open/m", "/v1/responses, open/m", "/v1/chat/completions, claude/m",
            "/v1/chat/completions, llama/m"})
    void doNoHarmAsEventsOfAStream(String path, String model) throws Exception {
        for (String much : List.of(text(EVENT), SmallHeap.array("{}", EVENT))) {
            gateway.upstream().answer(streamed(model, much));

            List<Integer> statuses = gateway.tenAtATime(path, request(path, model, true));

            assertThat(statuses).isSubsetOf(200, 502, 503);
            gateway.assertServes(path);
        }
        gateway.assertNeverShortOfMemory();
    }

    /// Each of these answers takes more than half of the memory that there is for answers.
    @ParameterizedTest
    @CsvSource({"/v1/messages, open/m", "/v1/embeddings, open/m"})
    void giveTheirMemoryBackHoweverTheyEnd(String path, String model) throws Exception {
        byte[] request = request(path, model, false);
        String answer = whole(text(7_500_000));
        Reply cut = Reply.head(200, "Content-Type: application/json", "Content-Length: 9000000")
                .write(answer)
                .cut();

        for (int i = 0; i < 2; i++) {
            gateway.upstream().answer(Reply.json(200, answer));
            assertThat(gateway.post(path, request).status()).as("a success").isEqualTo(200);
            gateway.upstream().answer(cut);
            assertThat(gateway.post(path, request).status()).as("a cut answer").isEqualTo(502);
            gateway.upstream().answer(Reply.json(200, answer + "}"));
            assertThat(gateway.post(path, request).status()).as("a garbled answer").isEqualTo(502);
            gateway.upstream().answer(Reply.json(200, whole(text(WHOLE))));
            assertThat(gateway.post(path, request).status()).as("a refused answer").isEqualTo(503);
            Gate arrived = new Gate();
            gateway.upstream()
                    .answer(Reply.head(200, "Content-Type: application/json")
                            .write(answer)
                            .open(arrived)
                            .hang());
            gateway.leaves(path, request, arrived);
            gateway.upstream().answer(Reply.json(200, answer));
            gateway.eventually(path, request, 200);
        }
        gateway.assertNeverShortOfMemory();
    }

    @Test
    void doNoHarmAsCountsOfTokens() throws Exception {
        gateway.upstream().answer(Reply.json(200, whole(SmallHeap.array("{}", 4_000_000))));
        String path = "/v1/messages/count_tokens";

        List<Integer> statuses = gateway.tenAtATime(path, request(path, "claude/m", false));

        assertThat(statuses).as("there is always an estimate").containsOnly(200);
        gateway.assertServes(path);
        gateway.assertNeverShortOfMemory();
    }

    private static Reply streamed(String model, String much) {
        if (model.startsWith("llama")) {
            return Reply.head(200, "Content-Type: application/x-ndjson").write(whole(much) + "\n");
        }
        String event = model.startsWith("claude")
                ? "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{"
                        + "\"type\":\"text_delta\",\"text\":" + much + "}}\n\n"
                : Play.event(whole(much));
        return Reply.sse(event + event);
    }

    private static String text(int length) {
        return "\"" + "text ".repeat(length / 5) + "\"";
    }

    /// An answer in several APIs at a time, with a large value that only some of them know.
    private static String whole(String much) {
        return "{\"id\":\"a\",\"type\":\"message\",\"role\":\"assistant\",\"stop_reason\":\"end_turn\","
                + "\"done\":true,\"done_reason\":\"stop\",\"data\":[],\"embeddings\":[],"
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"x\"},\"finish_reason\":\"stop\"}],"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"x\"},"
                + "\"content\":[{\"type\":\"text\",\"text\":" + much + "}]}";
    }

    private static byte[] request(String path, String model, boolean stream) {
        String turns = path.endsWith("responses")
                ? ""
                : ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"prompt\":\"x\"";
        return ("{\"model\":\"" + model + "\",\"max_tokens\":9,\"stream\":" + stream
                + ",\"input\":\"x\"" + turns + "}").getBytes(StandardCharsets.UTF_8);
    }
}
