package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that would need more memory than there is. Each is answered or refused, and the process serves on.
final class LargeRequestsIT {
    private static final String EMPTY_OBJECTS = SmallHeap.array("{}", SmallHeap.LARGE);

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

    /// One shape of request.
    record Large(String what, String path, String body) {
        @Override
        public String toString() {
            return what + " at " + path;
        }
    }

    static Stream<Large> requests() {
        return Stream.of(
                new Large("objects", "/v1/responses", responses("open/m", EMPTY_OBJECTS)),
                new Large("objects", "/v1/messages", messages("open/m", EMPTY_OBJECTS)),
                new Large("objects", "/v1/messages/count_tokens", messages("open/m", EMPTY_OBJECTS)),
                new Large("objects", "/v1/route/explain",
                        messages("open/m", SmallHeap.array("{}", 200_000))),
                new Large("objects for Anthropic", "/v1/messages", messages("claude/m", EMPTY_OBJECTS)),
                new Large("arrays", "/v1/responses",
                        responses("open/m", SmallHeap.array("[]", SmallHeap.LARGE))),
                new Large("members", "/v1/messages",
                        messages("open/m", SmallHeap.array("{\"a\":{}}", SmallHeap.LARGE))),
                new Large("numbers", "/v1/messages",
                        messages("open/m", SmallHeap.array("1e9", SmallHeap.LARGE))),
                new Large("texts", "/v1/responses",
                        responses("open/m", SmallHeap.array("\"\"", SmallHeap.LARGE))),
                new Large("a long number", "/v1/responses",
                        responses("open/m", "1".repeat(SmallHeap.LARGE))),
                new Large("deep arrays", "/v1/messages",
                        messages("open/m", "[".repeat(SmallHeap.LARGE))),
                new Large("objects in arguments", "/v1/responses",
                        """
                                {"model":"claude/m","input":[{"role":"user","content":"x"},{"type":"function_call","call_id":"a",
                                "name":"f","arguments":"{\\"a\\":%s}"},{"type":"function_call_output","call_id":"a","output":"r"}]}"""
                                .formatted(EMPTY_OBJECTS)));
    }

    private static String messages(String model, String messages) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":9,\"messages\":" + messages + "}";
    }

    private static String responses(String model, String input) {
        return "{\"model\":\"" + model + "\",\"input\":" + input + "}";
    }

    @ParameterizedTest
    @MethodSource("requests")
    void areRefusedWhereTheyWouldTakeTheHeap(Large one) throws Exception {
        byte[] body = one.body().getBytes(StandardCharsets.UTF_8);

        List<Integer> statuses = gateway.tenAtATime(one.path(), body);

        assertThat(statuses).isSubsetOf(400, 413, 502, 503);
        gateway.assertServes(one.toString());
        gateway.assertNeverShortOfMemory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/responses", "/v1/chat/completions", "/v1/completions",
            "/v1/embeddings",
            "/v1/messages/count_tokens"})
    void areAnsweredAsLargeAsTheLimitAllows(String path) throws Exception {
        String prose = "\u4f60\u597d ".repeat(SmallHeap.LARGE / 7);
        String turns = "[{\"role\":\"user\",\"content\":\"" + prose + "\"}]";
        String body = switch (path) {
            case "/v1/responses" -> responses("open/m", turns);
            case "/v1/completions", "/v1/embeddings" ->
                "{\"model\":\"open/m\",\"prompt\":\"x\",\"input\":\"" + prose + "\"}";
            default -> messages("open/m", turns);
        };

        if (path.endsWith("embeddings")) {
            gateway.upstream().answer(Reply.json(200, "{\"object\":\"list\",\"data\":[]}"));
        }

        RawExchange.Answer answer = gateway.post(path, body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        gateway.assertNeverShortOfMemory();
    }
}
