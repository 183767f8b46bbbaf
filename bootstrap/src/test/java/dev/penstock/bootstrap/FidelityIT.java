package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was sent arrives, byte for byte, but for the edits that are written down.
final class FidelityIT {
    private static final int TIMES = 200;
    private static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    @ParameterizedTest
    @ValueSource(strings = {"dashscope", "openrouter", "openai-compatible"})
    void carriesRequests(String kind) throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start();
                RunningGateway gateway = RunningGateway.of(kind, upstream)) {
            upstream.answerWith(request -> request.text().matches("(?s).*\"stream\":\\s*true.*")
                    ? Reply.sse("data: " + END + "\n\ndata: [DONE]\n\n")
                    : Reply.json(200, END));
            for (long seed = 1; seed <= TIMES; seed++) {
                OddRequest request = OddRequest.make(seed, kind, "asked-for",
                        kind.equals("openrouter") ? "qwen/qwen3-max" : "qwen3-max");

                assertThat(post(gateway, request.sent()).status()).as("seed %d", seed).isEqualTo(200);
                assertThat(upstream.lastRequest().text().equals(request.arrives()))
                        .as("seed %d: sent %s, arrived %s", seed, brief(request.arrives()),
                                brief(upstream.lastRequest().text()))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashscope", "openrouter", "openai-compatible"})
    void carriesWholeAnswers(String kind) throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start();
                RunningGateway gateway = RunningGateway.of(kind, upstream)) {
            for (long seed = 1; seed <= TIMES; seed++) {
                String answer = strange(new OddJson(seed),
                        "\"choices\":[{\"message\":{},\"finish_reason\":\"stop\"}]");
                upstream.answer(Reply.json(200, answer));

                assertThat(post(gateway, "{\"messages\":[1]}").body()).as("seed %d", seed).isEqualTo(answer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashscope", "openrouter", "openai-compatible"})
    void carriesChunks(String kind) throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start();
                RunningGateway gateway = RunningGateway.of(kind, upstream)) {
            for (long seed = 1; seed <= 20; seed++) {
                OddJson odd = new OddJson(seed);
                List<String> chunks = new ArrayList<>();
                while (chunks.size() < 40) {
                    chunks.add(strange(odd, "\"choices\":[{\"index\":0,\"delta\":{\"content\":" + odd.string()
                            + "}}]").replaceAll("[\\r\\n]", " "));
                }
                chunks.add(END);
                upstream.answer(
                        Reply.sse("data: " + String.join("\n\ndata: ", chunks) + "\n\ndata: [DONE]\n\n"));

                assertThat(post(gateway, "{\"messages\":[1],\"stream\":true}").body()).as("seed %d", seed)
                        .isEqualTo("data: " + String.join("\n\ndata: ", chunks) + "\n\ndata: [DONE]\n\n");
            }
        }
    }

    private static String strange(OddJson odd, String core) {
        return "{" + odd.space() + odd.member() + "," + odd.space() + core + odd.space() + "," + odd.member()
                + "}";
    }

    private static RawExchange.Answer post(RunningGateway gateway, String body) throws IOException {
        try (RawExchange exchange = new RawExchange(gateway.port(), "/",
                body.getBytes(StandardCharsets.UTF_8))) {
            return exchange.read();
        }
    }

    private static String brief(String text) {
        return text.length() < 2000 ? text : text.substring(0, 2000) + "…";
    }
}
