package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where requests go, by the routes of a configuration, and how that is told.
final class RoutesIT {
    private final FakeUpstream first = Play.well(FakeUpstream.start());
    private final FakeUpstream second = Play.well(FakeUpstream.start());
    private final RunningGateway gateway = RunningGateway.configured("""
            default: {provider: first, model: usual}
            providers:
              first: {kind: openai-compatible, base-url: "%s"}
              second: {kind: openai-compatible, base-url: "%s", key: sk-test-second}
            routes:
              best: [first/a, second/b]
              shared:
                upstreams:
                  - {model: first/a, weight: 3}
                  - {model: second/b, weight: 1}
                affinity: none
              "qwen*": second/qwen*
              "qwen-max*": first/max*
              "acme/*": second/*
              limited: {upstreams: [first/a], answer-timeout: 5s, hold-back: true}
            aliases:
              messages: {"claude-*": best, claude-haiku-5: second/small}
              responses: {"gpt-*": "second/*"}
            """.formatted(first.baseUri(), second.baseUri()));

    @AfterEach
    void close() {
        gateway.close();
        first.close();
        second.close();
    }

    @ParameterizedTest
    @CsvSource({"best, first/a", "qwen3:8b, second/qwen3:8b", "qwen-max-latest, first/max-latest",
            "acme/deep/r1, second/deep/r1", "second/x, second/x", "anything, first/anything"})
    void leadToTheUpstreamThatTheyName(String asked, String upstream) {
        Page answer = ask(asked);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-penstock-upstream")).isEqualTo(upstream);
        assertThat(answer.header("x-penstock-attempts")).isEqualTo(upstream + "=answered");
        FakeUpstream asks = upstream.startsWith("first") ? first : second;
        assertThat(asks.lastRequest().text())
                .contains("\"model\":\"" + upstream.substring(upstream.indexOf('/') + 1) + "\"");
        assertThat(first.requests().size() + second.requests().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"messages, claude-opus-9, first/a", "messages, claude-haiku-5, second/small",
            "responses, gpt-5.5-codex, second/5.5-codex", "messages, gpt-5, first/gpt-5",
            "chat/completions, claude-opus-9, first/claude-opus-9"})
    void areAlsoFoundByTheNamesThatClientsOfAnApiHaveForModels(String path, String written, String upstream) {
        String said = path.equals("responses")
                ? "\"input\":\"Hi\""
                : "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
        Page answer = gateway.post("/v1/" + path, "{\"model\":\"" + written + "\"," + said + "}");

        assertThat(answer.header("x-penstock-upstream")).isEqualTo(upstream);
        assertThat(gateway.settled().model()).contains(written);
    }

    @Test
    void areExplainedByTheNamesOfAnApi() {
        JsonNode told = gateway
                .post("/v1/route/explain", "{\"model\":\"claude-haiku-5\",\"api\":\"messages\"}")
                .json();

        assertThat(told.at("/upstreams/0/upstream").asText()).isEqualTo("second/small");
        assertThat(gateway.post("/v1/route/explain", "{\"api\":\"chat\"}").status()).isEqualTo(400);
    }

    @Test
    void giveEachUpstreamItsShare() {
        for (int i = 0; i < 60; i++) {
            assertThat(ask("shared").status()).isEqualTo(200);
        }

        // that a fair draw of 60 leaves these bounds is less likely than one in a hundred thousand
        assertThat(first.requests()).hasSizeBetween(29, 58);
        assertThat(second.requests()).hasSize(60 - first.requests().size());
    }

    @Test
    void goOnToTheOtherUpstreamWhicheverTheDrawPutFirst() {
        first.answer(Reply.json(503, "{}"));

        assertThat(IntStream.range(0, 12).mapToObj(_ -> ask("shared")))
                .allSatisfy(answer -> assertThat(answer.header("x-penstock-upstream")).isEqualTo("second/b"));
    }

    @Test
    void showTheKeyOfTheUpstreamAndNoOther() {
        first.answer(Reply.json(503, "{}"));
        assertThat(ask("best").status()).isEqualTo(200);

        assertThat(first.lastRequest().header("authorization")).isEmpty();
        assertThat(second.lastRequest().header("authorization")).contains("Bearer sk-test-second");
    }

    @Test
    void tellWhichUpstreamsAnsweredAfterWhatAttempts() {
        first.answer(Play.errorReply(429, "limit_requests", "Retry-After", "60"));
        Page answer = ask("best");

        assertThat(answer.header("x-penstock-upstream")).isEqualTo("second/b");
        assertThat(answer.header("x-penstock-attempts")).isEqualTo("first/a=throttled, second/b=answered");
        assertThat(answer.header("x-should-retry")).isEmpty();
    }

    @Test
    void areExplained() {
        JsonNode shared = explain("shared");
        JsonNode limited = explain("limited");

        assertThat(shared.path("route").asText()).isEqualTo("shared");
        assertThat(shared.path("upstreams")).extracting(one -> one.path("upstream").asText())
                .containsExactlyInAnyOrder("first/a", "second/b");
        assertThat(shared.path("upstreams")).extracting(one -> one.path("first_percent").asInt())
                .containsExactlyInAnyOrder(75, 25);
        assertThat(shared.path("upstreams")).allMatch(one -> one.path("tried").asBoolean());
        assertThat(limited.path("answer_timeout_seconds").asDouble()).isEqualTo(5.0);
        assertThat(limited.path("hold_back").asBoolean()).isTrue();
        assertThat(shared.path("affinity").asText()).isEqualTo("none");
        assertThat(limited.path("affinity").asText()).isEqualTo("session");
        assertThat(explain("qwen-max-latest").path("route").asText()).isEqualTo("qwen-max*");
        assertThat(first.requests()).as("nobody is asked for that").isEmpty();
    }

    @Test
    void areListedWithTheContextThatEveryUpstreamOfTheirsHas() {
        catalog(first, "{\"id\":\"a\",\"context_length\":32768},{\"id\":\"other\"}");
        catalog(second, "{\"id\":\"b\",\"max_model_len\":8192}");
        JsonNode models = gateway.get("/v1/models").json().path("data");

        assertThat(models).extracting(model -> model.path("id").asText())
                .containsExactlyInAnyOrder("usual", "best", "shared", "limited", "a", "other", "second/b");
        assertThat(model(models, "best").path("context_length").asLong()).isEqualTo(8192);
        assertThat(model(models, "limited").path("context_length").asLong()).isEqualTo(32768);
        assertThat(model(models, "other").has("context_length")).isFalse();
        assertThat(gateway.get("/v1/models/best").json().path("owned_by").asText()).isEqualTo("first");
    }

    private static void catalog(FakeUpstream upstream, String models) {
        upstream.answer(Reply.json(200, "{\"object\":\"list\",\"data\":[" + models + "]}"));
    }

    private static JsonNode model(JsonNode models, String id) {
        for (JsonNode model : models) {
            if (model.path("id").asText().equals(id)) {
                return model;
            }
        }
        throw new AssertionError("no model " + id + " in " + models);
    }

    private JsonNode explain(String model) {
        return gateway.post("/v1/route/explain", "{\"model\":\"" + model + "\"}").json();
    }

    private Page ask(String model) {
        return gateway.post("/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }
}
