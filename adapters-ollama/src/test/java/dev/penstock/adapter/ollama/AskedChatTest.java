package dev.penstock.adapter.ollama;

import static dev.penstock.adapter.ollama.Chats.asked;
import static dev.penstock.adapter.ollama.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.openai.wire.CarriedJson;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AskedChatTest {
    private static final OllamaSettings SET = new OllamaSettings(OptionalLong.of(65_536),
            Optional.of(CarriedJson.NODES.textNode("30m")), false);

    @Test
    void asksForNoMoreThanIsAsked() {
        assertThat(asked("")).isEqualTo(json(
                "{'model':'qwen3:8b','stream':false,'messages':[{'role':'user','content':'Hi'}]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "'max_tokens':7; 'options':{'num_predict':7}",
            "'max_completion_tokens':8,'max_tokens':7; 'options':{'num_predict':8}",
            "'stop':'END'; 'options':{'stop':['END']}", "'stop':['a','b']; 'options':{'stop':['a','b']}",
            "'temperature':0.30,'top_p':1.0; 'options':{'temperature':0.30,'top_p':1.0}",
            "'top_k':9,'min_p':0.1,'seed':42; 'options':{'top_k':9,'min_p':0.1,'seed':42}",
            "'frequency_penalty':1,'presence_penalty':2; 'options':{'frequency_penalty':1,'presence_penalty':2}",
            "'repetition_penalty':1.1; 'options':{'repeat_penalty':1.1}",
            "'seed':1,'options':{'seed':2,'num_ctx':9,'num_gpu':0}; 'options':{'seed':2,'num_ctx':9,'num_gpu':0}",
            "'response_format':{'type':'json_object'}; 'format':'json'",
            "'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'maximum':1e400}}}; 'format':{'maximum':1e400}",
            "'format':'json','response_format':{'type':'text'}; 'format':'json'",
            "'keep_alive':-1,'truncate':false,'shift':false; 'keep_alive':-1,'truncate':false,'shift':false",
            "'think':'max','reasoning_effort':'none'; 'think':'max'"})
    void saysItInOllamasWords(String chat, String words) {
        JsonNode asked = asked(chat);

        assertThat(asked).isEqualTo(
                json("{'model':'qwen3:8b','stream':false,'messages':[{'role':'user','content':'Hi'}],"
                        + words + "}"));
    }

    @Test
    void makesUpWithItsSettingsForWhatIsNotSaid() {
        JsonNode asked = asked("'max_tokens':7", SET, Set.of());

        assertThat(CarriedJson.text(asked.path("options")))
                .isEqualTo("{\"num_ctx\":65536,\"num_predict\":7}");
        assertThat(asked.path("keep_alive").asText()).isEqualTo("30m");
        assertThat(asked.path("truncate").asBoolean(true)).isFalse();
    }

    @Test
    void letsTheClientGoBeforeItsSettings() {
        JsonNode asked = asked("'options':{'num_ctx':9},'keep_alive':0,'truncate':true", SET, Set.of());

        assertThat(asked.path("options")).isEqualTo(json("{'num_ctx':9}"));
        assertThat(asked.path("keep_alive")).isEqualTo(json("0"));
        assertThat(asked.path("truncate")).isEqualTo(json("true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'n':2", "'logprobs':true", "'top_logprobs':3", "'functions':[{'name':'f'}]",
            "'function_call':{'name':'f'}", "'modalities':['text','audio']", "'audio':{'voice':'alloy'}",
            "'web_search_options':{'a':1}", "'response_format':{'type':'grammar'}",
            "'tools':[{'type':'custom','custom':{'name':'f'}}]", "'tools':[{'type':'function'}]",
            "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'required'",
            "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'function','function':{'name':'f'}}"})
    void refusesWhatOllamaDoesNotGive(String members) {
        assertThatThrownBy(() -> asked(members)).isInstanceOf(UpstreamException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'n':1", "'logprobs':false", "'top_logprobs':0", "'functions':[]", "'stop':null",
            "'modalities':['text']", "'audio':null", "'tools':[]", "'tools':[],'tool_choice':'auto'",
            "'response_format':{'type':'text'}", "'temperature':null", "'options':{}",
            "'logit_bias':{'1':1},'store':true,'user':'me','unheard_of':1,'stream_options':{'include_usage':true}",
            "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'none'",
            "'parallel_tool_calls':false"})
    void saysNothingOfWhatAsksForNothingOrMakesNoDifference(String members) {
        assertThat(asked(members)).isEqualTo(asked(""));
    }

    @Test
    void offersFunctionsAsTheyAre() {
        assertThat(
                asked("""
                        'tools':[{'type':'function','function':{'name':'a','description':'A','strict':true,
                        'parameters':{'type':'object','properties':{'n':{'type':'number','maximum':1e400}}}}},
                        {'type':'function','function':{'name':'b'}}],'tool_choice':'auto'""")
                        .path("tools"))
                .isEqualTo(
                        json("""
                                [{'type':'function','function':{'name':'a','description':'A','strict':true,
                                'parameters':{'type':'object','properties':{'n':{'type':'number','maximum':1e400}}}}},
                                {'type':'function','function':{'name':'b','parameters':{'type':'object','properties':{}}}}]"""));
    }
}
