package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that nest deeper than a parser can follow.
final class DeepJsonIT {
    private static final int EXPLAIN_LIMIT = 64 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/messages",
            "/v1/messages/count_tokens", "/v1/responses", "/v1/route/explain"})
    void areTheClientsFaultAtEveryEndpoint(String path) {
        try (FakeUpstream upstream = FakeUpstream.start().answer(Reply.fixture("dashscope/nonstream.json"));
                RunningGateway gateway = RunningGateway.of("dashscope", upstream)) {
            for (int depth : new int[]{990, 1001, 1100, 5000, 100_000}) {
                for (String[] pair : new String[][]{{"[", "]"}, {"{\"a\":", "}"}}) {
                    String nest = pair[0].repeat(depth) + "1" + pair[1].repeat(depth);
                    for (String body : new String[]{"{\"model\":\"m\",\"metadata\":" + nest + "}",
                            "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":"
                                    + nest + "}]}",
                            "{\"model\":\"m\",\"input\":" + nest + "}",
                            "{\"model\":\"m\",\"input\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":"
                                    + nest + "}]}",
                            nest, pair[0].repeat(depth)}) {
                        Page answer = gateway.post(path, body);

                        assertThat(answer.status()).as(depth + " " + pair[0] + " " + answer.body())
                                .isNotEqualTo(500);
                        if (path.equals("/v1/route/explain") && body.length() > EXPLAIN_LIMIT) {
                            assertThat(answer.status()).as(answer.body()).isEqualTo(413);
                        } else if (depth > 1000) {
                            assertThat(answer.status()).as(depth + " " + pair[0] + " " + answer.body())
                                    .isIn(400, 404);
                        }
                    }
                }
            }
        }
    }

    @Test
    void areToldSo() {
        try (RunningGateway gateway = RunningGateway.demo()) {
            Page answer = gateway.post("/v1/responses",
                    "{\"model\":\"m\",\"input\":\"x\",\"metadata\":" + "[".repeat(2000) + "]".repeat(2000)
                            + "}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("1000");
        }
    }
}
