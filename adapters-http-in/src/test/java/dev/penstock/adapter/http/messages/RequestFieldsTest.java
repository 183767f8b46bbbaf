package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.body;
import static dev.penstock.adapter.http.messages.Converted.chat;
import static dev.penstock.adapter.http.messages.Converted.json;
import static dev.penstock.adapter.http.messages.Converted.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.openai.wire.FieldRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of each field of a request.
final class RequestFieldsTest {
    private static final Path DOCUMENT = Path.of("../docs/messages.md");
    private static final Pattern ROW = Pattern
            .compile("(?m)^\\| `([a-z_]+)` \\| (forward|translate|drop|refuse) \\|");

    @Test
    void doesWithEveryFieldWhatTheDocumentSays() throws IOException {
        Map<String, FieldRule> documented = new TreeMap<>();
        ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach(row -> documented.put(row.group(1),
                        FieldRule.valueOf(row.group(2).toUpperCase(Locale.ROOT))));

        assertThat(documented).isEqualTo(new TreeMap<>(RequestFields.TABLE));
    }

    @Test
    void keepsToItsRules() {
        RequestFields.TABLE.forEach((name, rule) -> {
            String field = "'" + name + "':" + (name.equals("stream") ? "true" : "'x'");
            switch (rule) {
                case FORWARD -> assertThat(chat(field).path(name)).as(name)
                        .isEqualTo(name.equals("stream") ? json("true") : json("'x'"));
                case DROP -> assertThat(body(field)).as(name).isEqualTo(body(""));
                case REFUSE ->
                    assertThat(refused("{'messages':[{'role':'user','content':'Hi'}]," + field + "}"))
                            .isEqualTo(name);
                case TRANSLATE -> {
                    // has tests of its own
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"'container':null", "'mcp_servers':[]", "'inference_geo':'global'",
            "'field_of_tomorrow':{'a':1}", "'temperature':null"})
    void takesNoOffenceAt(String field) {
        assertThat(body(field)).isEqualTo(body(""));
    }

    @Test
    void carriesNumbersAsTheyAreSpelt() {
        assertThat(body("'temperature':1.0,'top_p':1E400,'max_tokens':32000,'top_k':12345678901234567890"))
                .contains("\"temperature\":1.0", "\"top_p\":1E400", "\"max_tokens\":32000",
                        "\"top_k\":12345678901234567890");
    }

    @Test
    void asksForTheUsageOfAStream() {
        DialectRequest request = Converted.read(
                "{'model':'m','stream':true,'messages':[{'role':'user','content':'Hi'}]}");

        assertThat(request.request().translated().wantsUsage()).isTrue();
        assertThat(request.request().translated().stream()).isTrue();
        assertThat(request.request().translated().model()).contains("m");
        assertThat(request.request().translated().headers()).containsEntry("x-some", "header");
        assertThat(request.request().translated().body().json().text())
                .contains("\"stream_options\":{\"include_usage\":true}");
    }

    @Test
    void asksForNoStreamOptionsWithoutAStream() {
        assertThat(body("'stream':false")).doesNotContain("stream_options");
    }

    @Test
    void stopsAtSequences() {
        assertThat(chat("'stop_sequences':['a','b']").path("stop")).isEqualTo(json("['a','b']"));
        assertThat(chat("'stop_sequences':[]").has("stop")).isFalse();
    }

    @Test
    void tellsWhoTheUserIsUnlessItIsAStory() {
        assertThat(chat("'metadata':{'user_id':'u-1'}").path("user").asText()).isEqualTo("u-1");
        assertThat(chat("'metadata':{'user_id':'" + "u".repeat(64) + "'}").has("user")).isTrue();
        assertThat(chat("'metadata':{'user_id':'" + "u".repeat(65) + "'}").has("user")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_1_account_2_session_3", "user_1_account__session_3",
            "{\\'device_id\\':\\'d\\',\\'account_uuid\\':\\'a\\',\\'session_id\\':\\'s\\'}"})
    void keepsClaudeCodesAccountAndSessionToItself(String id) {
        assertThat(chat("'metadata':{'user_id':'" + id + "'}").has("user")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'type':'enabled','budget_tokens':2048} | {'enable_thinking':true,'thinking_budget':2048,'reasoning':{'max_tokens':2048}}",
            "{'type':'enabled'} | {'enable_thinking':true,'reasoning':{'enabled':true}}",
            "{'type':'disabled'} | {'enable_thinking':false,'reasoning':{'enabled':false}}",
            "{'type':'adaptive','display':'omitted'} | {}", "{'type':'of_tomorrow'} | {}"})
    void thinksAsIsWished(String thinking, String said) {
        assertThat(added("'thinking':" + thinking)).isEqualTo(said(said));
    }

    @Test
    void letsTheUpstreamsOwnWordsForThinkingStand() {
        assertThat(added(
                "'thinking':{'type':'enabled','budget_tokens':9},'enable_thinking':false,'thinking_budget':1,"
                        + "'reasoning':{'effort':'low'}"))
                .isEqualTo(
                        said("{'enable_thinking':false,'thinking_budget':1,'reasoning':{'effort':'low'}}"));
    }

    @ParameterizedTest
    @CsvSource({"low, low", "medium, medium", "high, high", "xhigh, high", "max, high"})
    void makesAnEffort(String effort, String said) {
        assertThat(added("'output_config':{'effort':'" + effort + "'}"))
                .isEqualTo(said("{'reasoning_effort':'" + said + "'}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'adaptive'}", "{'type':'enabled','budget_tokens':2048}"})
    void makesNoEffortBesideOtherWishes(String thinking) {
        assertThat(
                chat("'thinking':" + thinking + ",'output_config':{'effort':'high'}").has("reasoning_effort"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'output_config':{'format':%s}", "'output_format':%s"})
    void answersByASchema(String field) {
        assertThat(added(field.formatted("{'type':'json_schema','schema':{'z':1,'a':2}}")))
                .isEqualTo(said("{'response_format':{'type':'json_schema','json_schema':{'name':'answer',"
                        + "'strict':true,'schema':{'z':1,'a':2}}}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"messages\":[{\"role\":\"user\",\"content\":\"\\x\"}]}"})
    void refusesWhatIsNoJson(String body) {
        MessagesDialect dialect = new MessagesDialect(() -> false);

        assertThatThrownBy(
                () -> dialect.read(body.getBytes(StandardCharsets.UTF_8), Map.of(), Converted.CALLER,
                        _ -> () -> {
                        }))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void refusesWhatIsNoUtf8() {
        byte[] body = "{\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        body["{'messages':[{'role':'user','content':'".length()] = (byte) 0xFF;

        assertThatThrownBy(
                () -> new MessagesDialect(() -> false).read(body, Map.of(), Converted.CALLER, _ -> () -> {
                }))
                .isInstanceOf(RefusedException.class);
    }

    /// What a field adds to the simplest request.
    private static String added(String field) {
        return body(field)
                .replaceFirst(Pattern.quote("\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"), "")
                .replaceFirst("\\{,|,,", "{")
                .replaceFirst(",}$", "}");
    }

    private static String said(String json) {
        return json.replace('\'', '"');
    }
}
