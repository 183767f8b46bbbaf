package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.route.DefaultModel;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.RouteTarget;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.route.UpstreamModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final ProviderId DASHSCOPE = new ProviderId("dashscope");
    private static final ProviderId OPENROUTER = new ProviderId("openrouter");
    private static final ModelRoute CODER = route("coder", new RouteTarget(OPENROUTER,
            new ModelPattern("qwen/qwen3-coder"), 0),
            new RouteTarget(DASHSCOPE, new ModelPattern("qwen3-coder-plus"), 0));
    private static final ModelRoute QWEN = route("qwen*",
            new RouteTarget(OPENROUTER, new ModelPattern("qwen/qwen*"), 0));
    private static final ModelRoute QWEN3 = route("qwen3*",
            new RouteTarget(DASHSCOPE, new ModelPattern("qwen3*"), 0));
    private static final ModelRoute MAX = route("*/max",
            new RouteTarget(OPENROUTER, new ModelPattern("*/large"), 0));

    private final Router router = new Router(Set.of(DASHSCOPE, OPENROUTER), List.of(QWEN, CODER, QWEN3, MAX),
            DefaultModel.of(new UpstreamModel(DASHSCOPE, "qwen3-max")));

    @Test
    void refusesARequestWithoutAModelWhereThereIsNoDefault() {
        Router none = new Router(Set.of(DASHSCOPE), List.of(), new DefaultModel(DASHSCOPE, Optional.empty()));

        assertThatThrownBy(() -> none.effectiveModel(Optional.empty())).isInstanceOfSatisfying(
                RefusedException.class,
                e -> assertThat(e.refusal().message())
                        .startsWith("'model' is missing, and this gateway has no default"));
        assertThat(none.route("any").upstreams("any", () -> 0))
                .containsExactly(new UpstreamModel(DASHSCOPE, "any"));
        assertThatThrownBy(() -> none.route(" ")).hasMessageContaining("Name a model.");
    }

    @Test
    void givesTheDefaultModelToARequestWithoutOne() {
        assertThat(router.effectiveModel(Optional.empty())).isEqualTo("qwen3-max");
        assertThat(router.effectiveModel(Optional.of("qwen-plus"))).isEqualTo("qwen-plus");
    }

    @Test
    void refusesNamesThatAreTooLongToBeOne() {
        assertThat(router.effectiveModel(Optional.of("m".repeat(256)))).hasSize(256);
        assertThatThrownBy(() -> router.effectiveModel(Optional.of("m".repeat(257))))
                .hasMessageContaining("longer than 256 characters");
    }

    @Test
    void letsTheFirstSegmentChooseTheProvider() {
        assertThat(upstreams("openrouter/anthropic/claude-sonnet-4"))
                .containsExactly(new UpstreamModel(OPENROUTER, "anthropic/claude-sonnet-4"));
    }

    @Test
    void followsAConfiguredRoute() {
        assertThat(router.route("coder")).isEqualTo(CODER);
    }

    @Test
    void sendsEverythingElseToTheDefaultProviderAsItIsWritten() {
        assertThat(upstreams("anthropic/claude-sonnet-4"))
                .containsExactly(new UpstreamModel(DASHSCOPE, "anthropic/claude-sonnet-4"));
    }

    @Test
    void refusesAProviderWithoutAModel() {
        assertThatThrownBy(() -> router.route("openrouter/")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("openrouter/some-model");
        assertThatThrownBy(() -> router.route(" ")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("qwen3-max");
    }

    @Test
    void followsTheMostTellingPatternAndFillsItsStar() {
        assertThat(upstreams("qwen2.5-coder"))
                .containsExactly(new UpstreamModel(OPENROUTER, "qwen/qwen2.5-coder"));
        assertThat(upstreams("qwen3-max")).containsExactly(new UpstreamModel(DASHSCOPE, "qwen3-max"));
        assertThat(upstreams("mistral/max")).containsExactly(new UpstreamModel(OPENROUTER, "mistral/large"));
    }

    @Test
    void followsNoRouteThatWouldLeaveAnUpstreamWithoutAName() {
        Router routed = new Router(Set.of(DASHSCOPE, OPENROUTER),
                List.of(route("qwen/*", new RouteTarget(OPENROUTER, new ModelPattern("*"), 0)),
                        route("odd", new RouteTarget(OPENROUTER, new ModelPattern("*"), 0))),
                DefaultModel.of(new UpstreamModel(DASHSCOPE, "qwen3-max")));

        for (String model : List.of("qwen/", "odd")) {
            assertThat(routed.route(model).upstreams(model, () -> 0))
                    .containsExactly(new UpstreamModel(DASHSCOPE, model));
        }
    }

    @Test
    void takesAStarThatAClientWritesForAStar() {
        assertThat(upstreams("a*b")).containsExactly(new UpstreamModel(DASHSCOPE, "a*b"));
    }

    private List<UpstreamModel> upstreams(String model) {
        return router.route(model).upstreams(model, () -> 0);
    }

    private static ModelRoute route(String model, RouteTarget... targets) {
        return new ModelRoute(new ModelPattern(model), List.of(targets), TimeLimits.NONE, false);
    }
}
