package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.domain.chat.ChatChunk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionSplitterTest {

    @Test
    void givesEachChoiceItsMessageThenItsFinishAndThenTheUsage() throws Exception {
        List<JsonNode> chunks = split("""
                {'id':'x','object':'chat.completion','model':'m','odd':1,'choices':[
                 {'index':0,'message':{'role':'assistant','content':'one'},'finish_reason':'stop'},
                 {'index':1,'message':{'role':'assistant','content':'two'},'finish_reason':'length'}],
                 'usage':{'prompt_tokens':1,'completion_tokens':2}}""");

        assertThat(chunks).hasSize(5).allSatisfy(chunk -> {
            assertThat(chunk.path("id").asText()).isEqualTo("x");
            assertThat(chunk.path("odd").asInt()).isEqualTo(1);
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
        });
        assertThat(chunks.subList(0, 4)).extracting(chunk -> chunk.at("/choices/0").toString())
                .containsExactly(json("""
                        {'index':0,'finish_reason':null,'delta':{'role':'assistant','content':'one'}}"""),
                        json("{'index':0,'finish_reason':'stop','delta':{}}"),
                        json("""
                                {'index':1,'finish_reason':null,'delta':{'role':'assistant','content':'two'}}"""),
                        json("{'index':1,'finish_reason':'length','delta':{}}"));
        assertThat(chunks.getLast().path("choices")).isEmpty();
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void marksOnlyTheChunkThatTellsTheUsage() throws Exception {
        assertThat(CompletionSplitter.split(new JsonMapper().readTree(json("""
                {'choices':[{'message':{},'finish_reason':'stop'}],'usage':{}}"""))))
                .extracting(ChatChunk::usageOnly)
                .containsExactly(false, false, true);
    }

    @Test
    void numbersToolCallsThatHaveNoIndex() throws Exception {
        assertThat(split("""
                {'choices':[{'message':{'tool_calls':[{'id':'a'},{'id':'b','index':5},{'id':'c'}]}}]}""")
                .getFirst()
                .at("/choices/0/delta/tool_calls")
                .findValuesAsText("index")).containsExactly("0", "5", "2");
    }

    @Test
    void tellsLogProbabilitiesOnce() throws Exception {
        assertThat(
                split("""
                        {'choices':[{'message':{'content':'a'},'logprobs':{'content':[1]},'finish_reason':'stop'}]}"""))
                .extracting(chunk -> chunk.at("/choices/0/logprobs/content").size())
                .containsExactly(1, 0);
    }

    @Test
    void makesDoWithoutMessageFinishAndUsage() throws Exception {
        assertThat(split("{'choices':[{}]}"))
                .extracting(JsonNode::toString)
                .containsExactly(json("""
                        {'object':'chat.completion.chunk','choices':[{'finish_reason':null,'delta':{}}]}"""));
        assertThat(split("{'choices':[{'message':null,'finish_reason':null}],'usage':null}")).hasSize(1);
    }

    @Test
    void writesHalfASurrogatePairAndKeepsAChunkOnOneLine() throws Exception {
        assertThat(split("{'choices':[{'message':{'content':'a\\n\\ud83c'}}]}").getFirst()
                .at("/choices/0/delta/content")
                .asText()).isEqualTo("a\n?");
    }

    private static List<JsonNode> split(String completion) throws Exception {
        List<JsonNode> chunks = new ArrayList<>();
        for (ChatChunk chunk : CompletionSplitter.split(new JsonMapper().readTree(json(completion)))) {
            assertThat(chunk.json().text()).doesNotContain("\n");
            chunks.add(new JsonMapper().readTree(chunk.json().toBytes()));
        }
        return chunks;
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }
}
