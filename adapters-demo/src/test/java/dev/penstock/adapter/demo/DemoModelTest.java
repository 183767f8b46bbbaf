package dev.penstock.adapter.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.ChatJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the demo model answers.
final class DemoModelTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOW = Instant.ofEpochSecond(1_795_392_000);
    private static final String WEATHER = """
            {"type":"function","function":{"name":"get_weather","description":"Get the weather of a city",
             "parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},
             "required":["city"]}}}""";
    private static final String CLOCK = """
            {"type":"function","function":{"name":"get_time","description":"Get the local time 查询时间",
             "parameters":{"type":"object","properties":{"zone":{"type":"string","enum":["utc","local"]}}}}}""";

    private final DemoModel model = new DemoModel(Duration.ZERO, () -> NOW);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Say hello, world|hello, world", "say: ho|ho",
            "Count to 5|1 2 3 4 5",
            "please count to 3!|1 2 3"})
    void doesAsItIsTold(String prompt, String answer) throws Exception {
        assertThat(message(ask(user(prompt), "")).path("content").asText()).isEqualTo(answer);
    }

    @Test
    void repeatsWhatItWasAskedAndSaysWhatItIs() throws Exception {
        assertThat(message(ask(user("What is this?"), "")).path("content").asText())
                .startsWith("Hello! I am the demo model inside Penstock. You wrote: “What is this?”")
                .contains("DASHSCOPE_KEY");
    }

    @Test
    void readsMessagesThatComeInParts() throws Exception {
        String parts = "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"say ho\"}]}]";

        assertThat(message(ask(parts, "")).path("content").asText()).isEqualTo("ho");
    }

    @Test
    void thinksAloudWhenAsked() throws Exception {
        JsonNode answer = ask(user("Think, and say ho"), "");

        assertThat(message(answer).path("reasoning_content").asText()).isNotBlank();
        assertThat(answer.path("usage").path("completion_tokens_details").path("reasoning_tokens").asLong())
                .isPositive()
                .isLessThan(answer.path("usage").path("completion_tokens").asLong());
        assertThat(message(ask(user("say ho"), "")).has("reasoning_content")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"What is the weather in Beijing?|get_weather|{\"city\":\"Beijing\"}",
            "Call get_weather for \"Oslo\"|get_weather|{\"city\":\"Oslo\"}",
            "现在查询时间|get_time|{\"zone\":\"utc\"}",
            "What is the local time?|get_time|{\"zone\":\"utc\"}"})
    void callsTheToolThatTheUserSpeaksOf(String prompt, String name, String arguments) throws Exception {
        JsonNode answer = ask(user(prompt), tools(WEATHER, CLOCK));

        assertThat(calls(answer)).containsExactly(name + arguments);
        assertThat(answer.path("choices").path(0).path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(message(answer).path("content").isNull()).isTrue();
    }

    @Test
    void callsSeveralToolsAtATimeUnlessThatIsUnwelcome() throws Exception {
        String messages = user("Use get_weather and get_time for Oslo");

        assertThat(calls(ask(messages, tools(WEATHER, CLOCK)))).hasSize(2);
        assertThat(calls(ask(messages, tools(WEATHER, CLOCK) + ",\"parallel_tool_calls\":false"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello!", "Say ho"})
    void callsNoToolThatNobodySpeaksOf(String prompt) throws Exception {
        assertThat(calls(ask(user(prompt), tools(WEATHER, CLOCK)))).isEmpty();
    }

    @Test
    void obeysToolChoice() throws Exception {
        String tools = tools(WEATHER, CLOCK);
        String clock = ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"get_time\"}}";
        String weather = user("What is the weather in Beijing?");

        assertThat(calls(ask(weather, tools + clock))).containsExactly("get_time{\"zone\":\"utc\"}");
        assertThat(calls(ask(weather, tools + ",\"tool_choice\":\"none\""))).isEmpty();
        assertThat(calls(ask(weather, tools + ",\"tool_choice\":\"auto\""))).hasSize(1);
        assertThat(calls(ask(user("Hello"), tools + ",\"tool_choice\":\"required\""))).hasSize(1);
    }

    @Test
    void refusesToBeForcedToAToolThatIsNotOnOffer() {
        String other = ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"other\"}}";

        assertThat(refusal(user("Hello"), tools(WEATHER) + other)).isEqualTo("tool_choice");
        assertThat(refusal(user("Hello"), ",\"tool_choice\":\"required\"")).isEqualTo("tool_choice");
    }

    @Test
    void tellsInWordsWhatAToolAnsweredSoThatLoopsEnd() throws Exception {
        String messages = """
                [{"role":"user","content":"What is the weather in Beijing?"},
                 {"role":"assistant","tool_calls":[]},{"role":"tool","tool_call_id":"c","content":"sunny"}]""";

        assertThat(message(ask(messages, tools(WEATHER))).path("content").asText())
                .isEqualTo("The tool answered: sunny");
    }

    @Test
    void stopsWhereTheLimitIs() throws Exception {
        JsonNode answer = ask(user("Count to 100"), ",\"max_tokens\":5");

        assertThat(answer.path("choices").path(0).path("finish_reason").asText()).isEqualTo("length");
        assertThat(answer.path("usage").path("completion_tokens").asLong()).isEqualTo(5);
    }

    @Test
    void countsTheSameInItsEndAndInItsJson() throws Exception {
        ChatCall call = call(user("say ho"), "");
        ChatEnd end = model.complete(call).end();
        JsonNode usage = MAPPER.readTree(model.complete(call).json().text()).path("usage");

        assertThat(end.reason()).isEqualTo(FinishReason.STOP);
        assertThat(end.usage()).contains(Usage.of(usage.path("prompt_tokens").asLong(), 1));
        assertThat(usage.path("total_tokens").asLong()).isEqualTo(usage.path("prompt_tokens").asLong() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Think, and count to 30", "Use get_weather and get_time for \"Ærø 🏝 and some\"",
            "你好，世界", "Hello"})
    void saysTheSameStreamedAndWholeAndEveryTime(String prompt) throws Exception {
        ChatCall call = call(user(prompt), tools(WEATHER, CLOCK));
        List<ChatChunk> chunks = new ArrayList<>();
        List<ChatChunk> again = new ArrayList<>();
        ChatEnd end = model.stream(call, chunks::addAll);
        var _ = model.stream(call, again::addAll);
        StringBuilder text = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        List<StringBuilder> called = new ArrayList<>();
        for (ChatChunk chunk : chunks) {
            JsonNode delta = MAPPER.readTree(chunk.json().text()).path("choices").path(0).path("delta");
            text.append(delta.path("content").asText(""));
            thought.append(delta.path("reasoning_content").asText(""));
            for (JsonNode piece : delta.path("tool_calls")) {
                if (piece.has("id")) {
                    called.add(new StringBuilder(piece.path("function").path("name").asText()));
                }
                called.get(piece.path("index").asInt())
                        .append(piece.path("function").path("arguments").asText());
            }
        }
        JsonNode whole = MAPPER.readTree(model.complete(call).json().text());

        assertThat(text).hasToString(message(whole).path("content").asText(""));
        assertThat(thought).hasToString(message(whole).path("reasoning_content").asText(""));
        assertThat(called).extracting(StringBuilder::toString).isEqualTo(calls(whole));
        assertThat(end).isEqualTo(model.complete(call).end());
        assertThat(again).isEqualTo(chunks);
    }

    private JsonNode ask(String messages, String more) throws Exception {
        return MAPPER.readTree(model.complete(call(messages, more)).json().text());
    }

    private String refusal(String messages, String more) {
        UpstreamException e = catchThrowableOfType(UpstreamException.class,
                () -> model.complete(call(messages, more)));
        assertThat(e).as("a refusal").isNotNull();
        assertThat(e.failure()).isInstanceOf(UpstreamFailure.Rejected.class);
        return e.failure().detail().param().orElseThrow();
    }

    private static ChatCall call(String messages, String more) {
        byte[] body = ("{\"messages\":" + messages + more + "}").getBytes(StandardCharsets.UTF_8);
        return new ChatCall("req_1", ChatJson.read(body, Map.of()), "penstock-demo",
                Deadline.in(Duration.ofSeconds(20)), TimeLimits.NONE,
                new Cancellation());
    }

    private static String user(String prompt) {
        return "[{\"role\":\"user\",\"content\":\"" + prompt.replace("\"", "\\\"") + "\"}]";
    }

    private static String tools(String... tools) {
        return ",\"tools\":[" + String.join(",", tools) + "]";
    }

    private static JsonNode message(JsonNode answer) {
        return answer.path("choices").path(0).path("message");
    }

    private static List<String> calls(JsonNode answer) {
        List<String> calls = new ArrayList<>();
        message(answer).path("tool_calls")
                .forEach(call -> calls.add(call.path("function").path("name").asText()
                        + call.path("function").path("arguments").asText()));
        return calls;
    }
}
