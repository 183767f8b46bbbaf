package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.spi.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is claimed works; what is not claimed is refused, never dropped in silence.
@ExtendWith(BenchExtension.class)
public interface CapabilityContract extends ProviderUnderTest {

    @ParameterizedTest
    @EnumSource
    default void callsToolsOrRefusesThem(Mode mode, Bench bench) {
        if (!plugin().capabilities().contains(Capability.TOOLS)) {
            refuses(Capability.TOOLS, mode, Ask.forTool(), bench);
            return;
        }

        Heard heard = bench.ask(mode, Ask.forTool());

        assertThat(heard.end().reason()).as("why the model stopped, for TOOLS is claimed")
                .isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(heard.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.id()).isNotBlank();
            assertThat(call.name()).isEqualTo("get_weather");
            assertThat(Json.read(call.arguments()).path("city").isTextual()).as(call.arguments()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    default void takesImagesOrRefusesThem(Mode mode, Bench bench) {
        if (!plugin().capabilities().contains(Capability.IMAGES)) {
            refuses(Capability.IMAGES, mode, Ask.withImage(), bench);
            return;
        }

        assertThat(bench.ask(mode, Ask.withImage()).text()).as("an answer, for IMAGES is claimed")
                .isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    default void givesSeveralChoicesOrRefusesTo(Mode mode, Bench bench) {
        if (!plugin().capabilities().contains(Capability.SEVERAL_CHOICES)) {
            refuses(Capability.SEVERAL_CHOICES, mode, Ask.twice("Hello"), bench);
            return;
        }

        assertThat(bench.ask(mode, Ask.twice("Hello")).choices()).containsExactly(0, 1);
    }

    @Test
    default void tellsItsModelsExactlyIfItClaimsTo(Bench bench) {
        assertThat(bench.provider().catalog().isPresent()).as("catalog() is present")
                .isEqualTo(plugin().capabilities().contains(Capability.MODEL_CATALOG));
    }

    @Test
    default void completesTextsExactlyIfItClaimsTo(Bench bench) {
        assertThat(bench.provider().texts().isPresent()).as("texts() is present")
                .isEqualTo(plugin().capabilities().contains(Capability.TEXT_COMPLETIONS));
    }

    @Test
    default void givesEmbeddingsExactlyIfItClaimsTo(Bench bench) {
        assertThat(bench.provider().embeddings().isPresent()).as("embeddings() is present")
                .isEqualTo(plugin().capabilities().contains(Capability.EMBEDDINGS));
    }

    /// Shows that a request for what is not claimed is refused.
    static void refuses(Capability unclaimed, Mode mode, Ask ask, Bench bench) {
        String promise = "a request for what capabilities() does not claim, here " + unclaimed
                + ", is refused as Rejected, and not sent without it";
        UpstreamFailure failure = bench.failure(mode, bench.call(ask), promise);

        assertThat(failure).as(promise).isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(failure.detail().message()).isNotBlank();
    }
}
