package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.fake.Reply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class OpenAiCatalogTest extends ProviderTestBed {

    @Test
    void listsTheModelsInTheirOrderAndAsksWithTheKey() {
        upstream.answer(Reply.json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"b\"},{\"id\":\"a\"}]}"));

        assertThat(models()).containsExactly(CatalogModel.of("b"), CatalogModel.of("a"));
        assertThat(upstream.lastRequest().path()).endsWith("/models");
        assertThat(upstream.lastRequest().header("authorization")).contains("Bearer " + KEY.reveal());
    }

    /// Of OpenRouter, Groq, vLLM, Anthropic and llama.cpp, in its two places.
    @ParameterizedTest
    @ValueSource(strings = {"\"context_length\":32768", "\"context_window\":32768", "\"max_model_len\":32768",
            "\"max_input_tokens\":32768",
            "\"meta\":{\"n_ctx\":32768,\"n_ctx_train\":131072}", "\"meta\":{\"n_ctx_train\":32768}",
            "\"context_length\":null,\"meta\":{\"n_ctx\":0,\"n_ctx_train\":32768}"})
    void readsTheContextLengthInEveryUpstreamsWords(String told) {
        upstream.answer(Reply.json(200, "{\"data\":[{\"id\":\"m\"," + told + "}]}"));

        assertThat(models()).containsExactly(new CatalogModel("m", OptionalLong.of(32_768)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"context_length\":\"many\"", "\"context_length\":-1",
            "\"context_length\":1e300",
            "\"meta\":\"none\"", "\"meta\":null"})
    void takesALengthThatIsNoneForUnknown(String told) {
        upstream.answer(Reply.json(200, "{\"data\":[{\"id\":\"m\"," + told + "}]}"));

        assertThat(models()).containsExactly(CatalogModel.of("m"));
    }

    /// Of Anthropic and OpenRouter.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"id\":\"m\",\"display_name\":\"The M\"}| The M",
            "{\"id\":\"m\",\"name\":\"The M\"}| The M", "{\"id\":\"m\",\"display_name\":\" \"}|",
            "{\"id\":\"m\",\"name\":7}|"})
    void readsTheNameForPeople(String model, @Nullable String name) {
        upstream.answer(Reply.json(200, "{\"data\":[" + model + "]}"));

        assertThat(models()).extracting(CatalogModel::displayName).containsExactly(Optional.ofNullable(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"data\":null}", "{\"data\":\"none\"}",
            "{\"data\":[7,null,{\"id\":7}]}"})
    void listsNothingWhereThereIsNoModel(String body) {
        upstream.answer(Reply.json(200, body));

        assertThat(models()).isEmpty();
    }

    @Test
    void saysSoWhenTheListIsNone() {
        upstream.answer(Reply.json(200, "<html>"));

        assertThatThrownBy(this::models).isInstanceOf(UpstreamException.class)
                .hasMessage("test listed its models in something that is no JSON")
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void tellsWhyTheListIsRefused() {
        upstream.answer(Reply.json(401, "{\"error\":{\"message\":\"Who are you?\"}}"));

        assertThatThrownBy(this::models).hasMessage("Who are you?")
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.CredentialUnusable.class);
    }

    private List<CatalogModel> models() {
        return provider.catalog().orElseThrow().models();
    }
}
