package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the Responses API keeps of a request counts in the memory of requests: the stored conversation that a request goes on
/// with, and the members that its response repeats.
final class KeptResponsesIT {
    private static final String OBJECTS = SmallHeap.array("{}", 240_000);
    private static final int WAITING = 40;
    private static final int TURNS = 8;

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

    @Test
    void aStoredConversationCountsWhenARequestGoesOnWithIt() throws Exception {
        String id = "";
        for (int turn = 0; turn < TURNS; turn++) {
            RawExchange.Answer answer = gateway.post("/v1/responses",
                    body(id, "[{\"role\":\"user\",\"content\":\"x\",\"other\":" + OBJECTS + "}]"));
            if (answer.status() == 200) {
                id = new ObjectMapper().readTree(answer.body()).path("id").asText();
            }
        }

        List<Integer> statuses = gateway.tenAtATime("/v1/responses", body(id, "\"go on\""));

        assertThat(statuses).isSubsetOf(200, 413, 503);
        gateway.assertServes("stored conversations");
        gateway.assertNeverShortOfMemory();
    }

    @Test
    void membersThatAResponseRepeatsCountWhileTheUpstreamWorks() throws Exception {
        Gate answered = new Gate();
        BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
        gateway.upstream().answerWith(_ -> {
            outcomes.add("sent");
            return Reply.json(200, Play.COMPLETION).after(answered);
        });
        byte[] body = ("{\"model\":\"open/m\",\"input\":\"x\",\"metadata\":{\"a\":" + OBJECTS + "}}")
                .getBytes(StandardCharsets.UTF_8);
        List<String> seen = new ArrayList<>();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WAITING; i++) {
                var _ = clients
                        .submit(() -> outcomes.add("status " + gateway.post("/v1/responses", body).status()));
                seen.add(String.valueOf(outcomes.poll(20, TimeUnit.SECONDS)));
            }
            answered.open();
        }

        assertThat(seen).contains("sent").contains("status 503").doesNotContain("null");
        gateway.assertServes("large members");
        gateway.assertNeverShortOfMemory();
    }

    private static byte[] body(String previous, String input) {
        String before = previous.isEmpty() ? "" : "\"previous_response_id\":\"" + previous + "\",";
        return ("{\"model\":\"open/m\"," + before + "\"input\":" + input + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
