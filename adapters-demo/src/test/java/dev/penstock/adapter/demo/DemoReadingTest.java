package dev.penstock.adapter.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.openai.wire.ChatJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// That the demo model answers whatever a client may send, and refuses the rest in words.
@Timeout(120)
final class DemoReadingTest {
    private static final int REQUESTS = 5_000;

    private final DemoModel model = new DemoModel(Duration.ZERO, () -> Instant.EPOCH);

    @Test
    void answersOrRejectsAnyJsonWithMessages() throws Exception {
        int answered = 0;
        for (int seed = 0; seed < REQUESTS; seed++) {
            String body = new RandomJson(seed).request();
            try {
                answered += answers(body) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ": " + body, e);
            }
        }
        assertThat(answered).as("requests that were answered").isBetween(REQUESTS / 4, REQUESTS - 100);
    }

    @Test
    void readsLongNumbersAndLongNames() {
        assertThat(text("{\"seed\":" + "7".repeat(1500) + ",\"" + "n".repeat(60_000) + "\":1,%s}"))
                .isEqualTo("hello");
    }

    @Test
    void readsBytesThatAreNoUtf8() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("{\"messages\":[{\"role\":\"user\",\"content\":\"say: a".getBytes(UTF_8));
        body.write(new byte[]{(byte) 0xED, (byte) 0xA0, (byte) 0xBC}); // half a surrogate pair, which UTF-8 forbids
        body.write("\"}]}".getBytes(UTF_8));

        assertThat(content(body.toByteArray())).startsWith("a\uFFFD");
    }

    @Test
    void rejectsANumberThatWouldTakeForEver() {
        UpstreamException exception = catchThrowableOfType(UpstreamException.class,
                () -> text("{\"seed\":" + "7".repeat(2_000_000) + ",%s}"));

        assertThat(exception.failure()).isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(exception.failure().detail().status()).hasValue(400);
        assertThat(exception.failure().detail().message()).contains("10000 digits");
    }

    @Test
    void cutsALongTextShortAtOnce() {
        assertThat(text("{\"max_tokens\":2,\"messages\":[{\"role\":\"user\",\"content\":\"say: 北京北京"
                + "x".repeat(3_000_000) + "\"}]}")).isEqualTo("北京");
    }

    @Test
    void findsToolArgumentsInEndlessText() {
        for (String endless : List.of("a/", "in A ", "A ", "a", "\"", "7", "-", "a.", "<a-b>", "<a-b> ",
                "cwd:/",
                "write content ", "named ", "\\\"")) {
            String content = "call say in Aa " + endless.repeat(20_000);

            assertThat(
                    text("""
                            {"messages":[{"role":"user","content":%s}],"tools":[{"function":{"name":"say","parameters":
                            {"properties":{"a":{"type":"string"},"b":{"type":"number"},"c":{"enum":{"x":1}}}}}}]}"""
                            .formatted(JsonMapper.builder().build().valueToTree(content))))
                    .isEmpty();
        }
    }

    private boolean answers(String body) throws Exception {
        byte[] bytes = body.getBytes(UTF_8);
        JsonNode whole;
        try {
            whole = new JsonMapper().readTree(model.complete(call(bytes)).json().toBytes());
        } catch (UpstreamException e) {
            assertThat(e.failure()).isInstanceOf(UpstreamFailure.Rejected.class);
            assertThat(catchThrowableOfType(UpstreamException.class, () -> model.stream(call(bytes), _ -> {
            }))).isNotNull();
            return false;
        }
        for (JsonNode call : whole.at("/choices/0/message/tool_calls")) {
            String arguments = call.at("/function/arguments").asText();
            assertThat(new JsonMapper().readTree(arguments).isObject()).as(arguments).isTrue();
        }
        List<ChatChunk> chunks = new ArrayList<>();
        var _ = model.stream(call(bytes), chunks::addAll);
        StringBuilder text = new StringBuilder();
        for (ChatChunk chunk : chunks) {
            text.append(new JsonMapper().readTree(chunk.json().toBytes())
                    .at("/choices/0/delta/content")
                    .asText(""));
        }
        assertThat(text.toString()).as(body).isEqualTo(whole.at("/choices/0/message/content").asText(""));
        return true;
    }

    /// @param body with a place for messages
    private String text(String body) {
        String asked = body.formatted("\"messages\":[{\"role\":\"user\",\"content\":\"say: hello\"}]");
        return content(asked.getBytes(UTF_8));
    }

    private String content(byte[] body) {
        try {
            return new JsonMapper().readTree(model.complete(call(body)).json().toBytes())
                    .at("/choices/0/message/content")
                    .asText("");
        } catch (IOException e) {
            throw new AssertionError("no JSON", e);
        }
    }

    private static ChatCall call(byte[] body) {
        return new ChatCall("req_test", ChatJson.read(body, Map.of()), "demo",
                Deadline.in(Duration.ofSeconds(20)), TimeLimits.NONE, new Cancellation());
    }
}
