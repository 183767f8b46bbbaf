package dev.penstock.adapter.anthropic;

import static dev.penstock.adapter.anthropic.Chats.asked;
import static dev.penstock.adapter.anthropic.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.openai.wire.FieldRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessagesRequestTest {
    private static final Pattern ROW = Pattern
            .compile("(?m)^\\| `(\\w+)` \\| (forward|translate|drop|refuse) \\|");

    @Test
    void asksForNoMoreThanIsAsked() {
        assertThat(asked("")).isEqualTo(json("""
                {'model':'claude-sonnet-4-5','stream':false,'max_tokens':32000,
                'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]}]}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "'max_tokens':7; 'max_tokens':7", "'max_completion_tokens':8,'max_tokens':7; 'max_tokens':8",
            "'stop':'END'; 'stop_sequences':['END']", "'stop':['a',' ','b']; 'stop_sequences':['a','b']",
            "'user':'me'; 'metadata':{'user_id':'me'}", "'temperature':0.30; 'temperature':0.30",
            "'temperature':1.7; 'temperature':1", "'temperature':0,'top_p':0.5; 'temperature':0",
            "'top_p':0.5,'top_k':9; 'top_p':0.5,'top_k':9",
            "'cache_control':{'type':'ephemeral'}; 'cache_control':{'type':'ephemeral'}",
            "'thinking':{'type':'enabled','budget_tokens':2048}; 'thinking':{'type':'enabled','budget_tokens':2048}",
            "'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}};"
                    + "'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}"})
    void saysItInTheWordsOfTheMessagesApi(String chat, String message) {
        JsonNode asked = asked(chat);

        json("{" + message + "}").properties()
                .forEach(member -> assertThat(asked.path(member.getKey())).as(member.getKey())
                        .isEqualTo(member.getValue()));
        assertThat(asked.has("top_p")).isEqualTo(message.contains("top_p"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'n':2", "'logprobs':true", "'top_logprobs':3", "'functions':[{'name':'f'}]",
            "'modalities':['text','audio']", "'audio':{'voice':'alloy'}", "'web_search_options':{'a':1}",
            "'response_format':{'type':'json_object'}", "'tools':[{'type':'custom','custom':{'name':'f'}}]",
            "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'allowed_tools'}"})
    void refusesWhatAnthropicDoesNotGive(String members) {
        assertThatThrownBy(() -> asked(members)).isInstanceOf(UpstreamException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'n':1", "'logprobs':false", "'top_logprobs':0", "'functions':[]",
            "'modalities':['text']", "'audio':null", "'web_search_options':null", "'tools':[]",
            "'response_format':{'type':'text'}", "'seed':7,'logit_bias':{'1':1},'store':true,'unheard_of':1",
            "'tools':[],'tool_choice':'auto','parallel_tool_calls':false"})
    void saysNothingOfWhatAsksForNothingOrMakesNoDifference(String members) {
        assertThat(asked(members)).isEqualTo(asked(""));
    }

    @Test
    void offersFunctionsAsTools() {
        assertThat(
                asked("""
                        'tools':[{'type':'function','cache_control':{'type':'ephemeral'},'function':{'name':'a','description':'A',
                        'strict':true,'parameters':{'type':'object','properties':{'n':{'type':'number','maximum':1e400}}}}},
                        {'type':'function','function':{'name':'b','strict':false}}]""")
                        .path("tools"))
                .isEqualTo(json("""
                        [{'name':'a','description':'A','input_schema':{'type':'object',
                        'properties':{'n':{'type':'number','maximum':1e400}}},'strict':true,
                        'cache_control':{'type':'ephemeral'}},
                        {'name':'b','input_schema':{'type':'object','properties':{}}}]"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"'tool_choice':'auto'; {'type':'auto'}",
            "'tool_choice':'required'; {'type':'any'}", "'tool_choice':'none'; {'type':'none'}",
            "'tool_choice':{'type':'function','function':{'name':'f'}}; {'type':'tool','name':'f'}",
            "'parallel_tool_calls':false; {'type':'auto','disable_parallel_tool_use':true}",
            "'parallel_tool_calls':false,'tool_choice':'required'; {'type':'any','disable_parallel_tool_use':true}",
            "'parallel_tool_calls':false,'tool_choice':'none'; {'type':'none'}"})
    void choosesTools(String members, String choice) {
        assertThat(asked("'tools':[{'type':'function','function':{'name':'f'}}]," + members)
                .path("tool_choice")).isEqualTo(json(choice));
    }

    @Test
    void hasARuleForEveryFieldAsTheReadmeSays() throws IOException {
        Map<String, FieldRule> written = ROW.matcher(Files.readString(Path.of("README.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1),
                        row -> FieldRule.valueOf(row.group(2).toUpperCase(Locale.ROOT))));

        assertThat(written).isEqualTo(RequestFields.TABLE);
    }
}
