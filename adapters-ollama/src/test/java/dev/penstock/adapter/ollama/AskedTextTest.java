package dev.penstock.adapter.ollama;

import static dev.penstock.adapter.ollama.Chats.embeddings;
import static dev.penstock.adapter.ollama.Chats.json;
import static dev.penstock.adapter.ollama.Chats.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.UpstreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Text completions and embeddings, as Ollama is asked for them.
final class AskedTextTest {
    @Test
    void fillsInTheMiddle() {
        assertThat(text("'prompt':'def f(','suffix':'return 1','max_tokens':9,'stop':'END','user':'me'"))
                .isEqualTo(json("""
                        {'model':'qwen3:8b','stream':false,'prompt':'def f(','suffix':'return 1',
                        'options':{'num_predict':9,'stop':['END']},'think':false}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'prompt':['Once']",
            "'prompt':'Once','n':1,'best_of':1,'echo':false,'logprobs':null,'suffix':null"})
    void takesAListOfOnePromptAndWhatAsksForNothing(String members) {
        assertThat(text(members)).isEqualTo(text("'prompt':'Once'"));
    }

    @Test
    void letsTheClientHaveItThink() {
        assertThat(text("'prompt':'Once','think':true,'raw':true").path("think")).isEqualTo(json("true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'prompt':['a','b']", "'prompt':[]", "'prompt':[1,2]", "'prompt':[[1]]",
            "'prompt':7",
            "'prompt':'a','n':2", "'prompt':'a','best_of':3", "'prompt':'a','echo':true",
            "'prompt':'a','logprobs':5"})
    void refusesWhatOllamaDoesNotGive(String members) {
        assertThatThrownBy(() -> text(members)).isInstanceOf(UpstreamException.class);
    }

    @Test
    void asksForEmbeddings() {
        assertThat(embeddings(
                "'input':['a','b'],'dimensions':64,'encoding_format':'base64','user':'me','options':{'num_ctx':9}"))
                .isEqualTo(json(
                        "{'model':'qwen3:8b','input':['a','b'],'dimensions':64,'options':{'num_ctx':9}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'input':[1,2]", "'input':[[1]]", "'input':['a',1]", "'input':7"})
    void refusesToEmbedTokens(String members) {
        assertThatThrownBy(() -> embeddings(members)).isInstanceOf(UpstreamException.class);
    }
}
