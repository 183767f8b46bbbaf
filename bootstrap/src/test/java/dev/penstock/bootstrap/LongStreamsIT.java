package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Streams of small events that add up to more memory than there is. What a conversion keeps of them is limited, and a stream
/// that is passed on is not.
final class LongStreamsIT {
    private static final int EVENTS = 5_000;
    private static final String TEXT = "text ".repeat(800);

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
    @CsvSource({"/v1/responses, open/m, text", "/v1/responses, open/m, call",
            "/v1/messages, open/m, call", "/v1/messages, open/m, text behind a call",
            "/v1/chat/completions, claude/m, claude's thought"})
    void doNotTakeTheHeap(String path, String model, String what) throws Exception {
        gateway.upstream().answer(Reply.sse(stream(what)));

        List<Integer> statuses = gateway.tenAtATime(path, request(path, model));

        assertThat(statuses).isSubsetOf(200, 503);
        gateway.assertServes(path);
        gateway.assertNeverShortOfMemory();
    }

    @Test
    void areNotLimitedWhereTheyArePassedOn() throws Exception {
        gateway.upstream().answer(Reply.sse(stream("text") + Play.event(Play.END) + Play.event("[DONE]")));

        List<Integer> statuses = gateway.tenAtATime("/v1/chat/completions",
                request("/v1/chat/completions", "open/m"));

        assertThat(statuses).containsOnly(200);
        gateway.assertNeverShortOfMemory();
    }

    private static String stream(String what) {
        return switch (what) {
            case "text" -> many("", chunk("\"content\":\"" + TEXT + "\""));
            case "call" -> many(chunk(call("{\\\"a\\\":\\\"")), chunk(more()));
            case "text behind a call" -> many(chunk(call("{\\\"a\\\":\\\"")),
                    chunk("\"content\":\"" + TEXT + "\""));
            default -> many(
                    claude("content_block_start",
                            "\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\"}"),
                    claude("content_block_delta",
                            "\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"" + TEXT + "\"}"));
        };
    }

    private static String many(String first, String each) {
        return first + each.repeat(EVENTS);
    }

    private static String chunk(String delta) {
        return Play.event("{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{" + delta + "}}]}");
    }

    private static String call(String arguments) {
        return "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                + "\"arguments\":\"" + arguments + "\"}}]";
    }

    private static String more() {
        return "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + TEXT + "\"}}]";
    }

    private static String claude(String type, String rest) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"index\":0," + rest + "}\n\n";
    }

    private static byte[] request(String path, String model) {
        String turns = path.endsWith("responses")
                ? "\"input\":\"x\""
                : "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
        return ("{\"model\":\"" + model + "\",\"max_tokens\":9,\"stream\":true," + turns + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
