package dev.penstock.domain.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Providers, upstream models and routes, by name.
final class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "dashscope", "openai-compatible", "qwen3-local"})
    void aProviderIsNamedInLowerCase(String name) {
        assertThat(new ProviderId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "-a", "a/b", "a.b", "a b", "a_b", "ä"})
    void aProviderHasNoOtherName(String name) {
        assertThat(ProviderId.isWellFormed(name)).isFalse();
        assertThatThrownBy(() -> new ProviderId(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProvidersNameHas63CharactersAtMost() {
        assertThat(ProviderId.isWellFormed("a".repeat(63))).isTrue();
        assertThat(ProviderId.isWellFormed("a".repeat(64))).isFalse();
    }

    @Test
    void anUpstreamModelIsWrittenTheWayClientsAskForIt() {
        UpstreamModel model = new UpstreamModel(new ProviderId("openrouter"), "anthropic/claude-sonnet-4");

        assertThat(model).hasToString("openrouter/anthropic/claude-sonnet-4");
        assertThatThrownBy(() -> new UpstreamModel(new ProviderId("a"), " "))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRouteLeadsSomewhere() {
        assertThatThrownBy(() -> new ModelRoute(new ModelPattern("coder"), List.of(), TimeLimits.NONE, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("coder");
    }
}
