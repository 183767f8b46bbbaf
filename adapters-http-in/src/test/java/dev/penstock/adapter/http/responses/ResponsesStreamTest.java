package dev.penstock.adapter.http.responses;

import static dev.penstock.adapter.http.responses.Trial.events;
import static dev.penstock.adapter.http.responses.Trial.item;
import static dev.penstock.adapter.http.responses.Trial.json;
import static dev.penstock.adapter.http.responses.Trial.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.adapter.http.responses.Trial.Said;
import dev.penstock.fake.Fixtures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients get of a streamed answer, event by event.
final class ResponsesStreamTest {
    private static final String PLAIN = "{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}";
    private static final Pattern ID = Pattern.compile("\\b(resp|rs|msg|fc|ctc)_fake[0-9a-z_]+");

    private final Trial trial = new Trial();

    @ParameterizedTest
    @CsvSource({"dashscope/stream-tool-calls-parallel.sse, expected/responses-from-parallel-tools.sse",
            "dashscope/stream-reasoning.sse, expected/responses-from-reasoning.sse"})
    void tellsRecordedStreamsAsTheirWorkedPairsDo(String upstream, String expected) {
        List<ObjectNode> told = events(trial.request(PLAIN), Said.fixture(upstream));

        assertThat(told.getLast().path("response").path("output")).isNotEmpty();
        assertThat(comparable(told)).isEqualTo(comparable(events(Fixtures.text(expected))));
    }

    @Test
    void tellsText() {
        List<ObjectNode> told = events(trial.request(PLAIN), Said.fixture("dashscope/stream-text.sse"));

        assertThat(types(told))
                .startsWith("created", "in_progress", "output_item.added", "content_part.added",
                        "output_text.delta")
                .endsWith("output_text.delta", "output_text.done", "content_part.done", "output_item.done",
                        "completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"reasoning\":null", ",\"reasoning\":{\"effort\":\"low\"}",
            ",\"reasoning\":{\"summary\":null}", ",\"reasoning\":{\"summary\":\"auto\"}",
            ",\"reasoning\":{\"generate_summary\":\"concise\"}"})
    void tellsReasoningAsASummaryWhetherOrNotOneWasAskedFor(String reasoning) {
        List<ObjectNode> told = events(
                trial.request("{\"model\":\"m\",\"input\":\"hi\",\"stream\":true" + reasoning + "}"),
                Said.deltas("stop", "{\"reasoning\":\"hm\"}", "{\"reasoning\":\"m\"}",
                        "{\"content\":\"ok\"}"));

        assertThat(types(told).subList(2, 9)).containsExactly("output_item.added",
                "reasoning_summary_part.added", "reasoning_summary_text.delta",
                "reasoning_summary_text.delta",
                "reasoning_summary_text.done", "reasoning_summary_part.done", "output_item.done");
        assertThat(item(told, 0).path("summary"))
                .isEqualTo(json("[{\"type\":\"summary_text\",\"text\":\"hmm\"}]"));
    }

    @Test
    void tellsReasoningAsItIsToWhoWantsNoSummary() {
        List<ObjectNode> told = events(
                trial.request(
                        "{\"model\":\"m\",\"input\":\"hi\",\"stream\":true,\"reasoning\":{\"summary\":\"none\"}}"),
                Said.deltas("stop", "{\"reasoning\":\"hm\"}", "{\"content\":\"ok\"}"));

        assertThat(types(told).subList(2, 6)).containsExactly("output_item.added", "reasoning_text.delta",
                "reasoning_text.done", "output_item.done");
    }

    @ParameterizedTest
    @CsvSource({"stop, completed, ", "tool_calls, completed, ", "eos, completed, ",
            "length, incomplete, max_output_tokens",
            "MAX_TOKENS, incomplete, max_output_tokens", "brand_new, completed, ",
            "model_context_window_exceeded, incomplete, max_output_tokens",
            "content_filter, incomplete, content_filter"})
    void endsAsTheModelDid(String finish, String status, String reason) {
        List<ObjectNode> told = events(trial.request(PLAIN), Said.deltas(finish, "{\"content\":\"ok\"}"));

        JsonNode response = told.getLast().path("response");
        assertThat(told.getLast().path("type").asText()).isEqualTo("response." + status);
        assertThat(response.path("status").asText()).isEqualTo(status);
        assertThat(response.path("incomplete_details").path("reason").asText(null)).isEqualTo(reason);
        assertThat(item(told, 0).path("status").asText()).isEqualTo(status);
        assertThat(response.path("usage")).isEqualTo(json("""
                {"input_tokens":5,"input_tokens_details":{"cached_tokens":2,"cache_write_tokens":1},
                 "output_tokens":3,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":8}"""));
    }

    @Test
    void tellsARefusalApartFromText() {
        List<ObjectNode> told = events(trial.request(PLAIN),
                Said.deltas("stop", "{\"content\":\"Well\"}", "{\"refusal\":\"No\"}"));

        assertThat(types(told)).contains("refusal.delta", "refusal.done");
        assertThat(item(told, 0).path("content").path(1))
                .isEqualTo(json("{\"type\":\"refusal\",\"refusal\":\"No\"}"));
        assertThat(told.get(8).path("content_index").asInt()).isEqualTo(1);
    }

    @Test
    void writesHalvesOfACharacterSoThatTheyCanBePutTogether() {
        EventBuffer out = new EventBuffer(1024);
        trial.request(PLAIN)
                .stream()
                .chunks(Said.deltas("stop", "{\"content\":\"\\ud83c\"}", "{\"content\":\"\\udfee\"}")
                        .chunks(), out);

        assertThat(new String(out.array(), 0, out.size(), StandardCharsets.UTF_8)).contains("\\ud83c",
                "\\udfee");
    }

    @Test
    void fillsSilenceWithAComment() {
        EventBuffer out = new EventBuffer(64);
        trial.request(PLAIN).stream().heartbeat(out);

        assertThat(new String(out.array(), 0, out.size(), StandardCharsets.UTF_8))
                .isEqualTo(": keep-alive\n\n");
    }

    @Test
    void tellsOfAFailureThatCameBeforeTheFirstChunk() {
        List<ObjectNode> told = failed(Said.deltas("stop"), false,
                ErrorAnswer.of(502, "it broke", "upstream_unavailable"));

        assertThat(types(told)).containsExactly("created", "in_progress", "failed");
    }

    @Test
    void tellsOfAFailureInTheMidstOfAnAnswer() {
        List<ObjectNode> told = failed(Said.deltas("stop", "{\"content\":\"ok\"}"), true,
                ErrorAnswer.of(502, "it broke", "upstream_unavailable"));

        assertThat(told.getLast().path("type").asText()).isEqualTo("response.failed");
        assertThat(told.getLast().path("sequence_number").asInt()).isEqualTo(told.size() - 1);
        JsonNode response = told.getLast().path("response");
        assertThat(response.path("status").asText()).isEqualTo("failed");
        assertThat(response.path("error")).isEqualTo(json(
                "{\"code\":\"server_error\",\"message\":\"it broke\",\"reason\":\"upstream_unavailable\"}"));
    }

    @ParameterizedTest
    @CsvSource({"429, limit_requests, rate_limit_exceeded, Slow down. Please try again in 1500ms.",
            "429, insufficient_quota, insufficient_quota, Slow down.",
            "400, context_length_exceeded, context_length_exceeded, Slow down.",
            "400, data_inspection_failed, invalid_prompt, Slow down.",
            "504, timeout, server_error, Slow down."})
    void namesFailuresByCodesThatCodexKnows(int status, String word, String code, String message) {
        JsonNode error = FailureCode.error(new ErrorAnswer(status, "Slow down.", "type", Optional.empty(),
                Optional.of(word), Optional.empty(), Optional.of(Duration.ofMillis(1500))));

        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isEqualTo(message);
    }

    private List<ObjectNode> failed(Said said, boolean begun, ErrorAnswer error) {
        EventBuffer out = new EventBuffer(1024);
        var stream = trial.request(PLAIN).stream();
        if (begun) {
            stream.chunks(said.chunks(), out);
        }
        stream.failure(error, out);
        return events(out);
    }

    /// Ids by the order in which they come, without what the transcripts do not have.
    private static List<JsonNode> comparable(List<ObjectNode> events) {
        Map<String, String> known = new HashMap<>();
        return events.stream().map(event -> {
            if (event.get("response") instanceof ObjectNode response) {
                response.remove("store");
                response.path("output").forEach(item -> ((ObjectNode) item).remove("encrypted_content"));
            }
            if (event.get("item") instanceof ObjectNode item) {
                item.remove("encrypted_content");
            }
            return json(ID.matcher(event.toString())
                    .replaceAll(id -> known.computeIfAbsent(id.group(), _ -> "id" + known.size())));
        }).toList();
    }
}
