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
            refuses(mode, Ask.forTool(), bench);
            return;
        }

        Heard heard = bench.ask(mode, Ask.forTool());

        assertThat(heard.end().reason()).isEqualTo(FinishReason.TOOL_CALLS);
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
            refuses(mode, Ask.withImage(), bench);
            return;
        }

        assertThat(bench.ask(mode, Ask.withImage()).text()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    default void givesSeveralChoicesOrRefusesTo(Mode mode, Bench bench) {
        if (!plugin().capabilities().contains(Capability.SEVERAL_CHOICES)) {
            refuses(mode, Ask.twice("Hello"), bench);
            return;
        }

        assertThat(bench.ask(mode, Ask.twice("Hello")).choices()).containsExactly(0, 1);
    }

    @Test
    default void tellsItsModelsExactlyIfItClaimsTo(Bench bench) {
        assertThat(bench.provider().catalog().isPresent())
                .isEqualTo(plugin().capabilities().contains(Capability.MODEL_CATALOG));
    }

    @Test
    default void completesTextsExactlyIfItClaimsTo(Bench bench) {
        assertThat(bench.provider().texts().isPresent())
                .isEqualTo(plugin().capabilities().contains(Capability.TEXT_COMPLETIONS));
    }

    @Test
    default void givesEmbeddingsExactlyIfItClaimsTo(Bench bench) {
        assertThat(bench.provider().embeddings().isPresent())
                .isEqualTo(plugin().capabilities().contains(Capability.EMBEDDINGS));
    }

    private static void refuses(Mode mode, Ask ask, Bench bench) {
        UpstreamFailure failure = bench.failure(mode, bench.call(ask));

        assertThat(failure).isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(failure.detail().message()).isNotBlank();
    }
}
