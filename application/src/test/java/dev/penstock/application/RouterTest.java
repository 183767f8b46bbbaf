package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.UpstreamModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final ProviderId DASHSCOPE = new ProviderId("dashscope");
    private static final ProviderId OPENROUTER = new ProviderId("openrouter");
    private static final ModelRoute CODER = new ModelRoute("coder",
            List.of(new UpstreamModel(OPENROUTER, "qwen/qwen3-coder"),
                    new UpstreamModel(DASHSCOPE, "qwen3-coder-plus")));

    private final Router router = new Router(Set.of(DASHSCOPE, OPENROUTER), List.of(CODER),
            new UpstreamModel(DASHSCOPE, "qwen3-max"));

    @Test
    void givesTheDefaultModelToARequestWithoutOne() {
        assertThat(router.effectiveModel(Optional.empty())).isEqualTo("qwen3-max");
        assertThat(router.effectiveModel(Optional.of("qwen-plus"))).isEqualTo("qwen-plus");
    }

    @Test
    void letsTheFirstSegmentChooseTheProvider() {
        assertThat(router.route("openrouter/anthropic/claude-sonnet-4").upstreams())
                .containsExactly(new UpstreamModel(OPENROUTER, "anthropic/claude-sonnet-4"));
    }

    @Test
    void followsAConfiguredRoute() {
        assertThat(router.route("coder")).isEqualTo(CODER);
    }

    @Test
    void sendsEverythingElseToTheDefaultProviderAsItIsWritten() {
        assertThat(router.route("anthropic/claude-sonnet-4").upstreams())
                .containsExactly(new UpstreamModel(DASHSCOPE, "anthropic/claude-sonnet-4"));
    }

    @Test
    void refusesAProviderWithoutAModel() {
        assertThatThrownBy(() -> router.route("openrouter/")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("openrouter/some-model");
        assertThatThrownBy(() -> router.route(" ")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("qwen3-max");
    }
}
