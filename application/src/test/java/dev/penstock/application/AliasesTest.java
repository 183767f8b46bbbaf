package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.route.ModelAlias;
import dev.penstock.domain.route.ModelPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasesTest {
    private final Aliases aliases = new Aliases(Map.of(
            ClientApi.MESSAGES, List.of(alias("claude-*", "best"), alias("claude-haiku-*", "fast"),
                    alias("claude-haiku-4", "tiny"), alias("best", "worst"), alias("*-thinking", "*"),
                    alias("anthropic/*", "openrouter/anthropic/*")),
            ClientApi.RESPONSES, List.of(alias("gpt-5*", "coder"))));

    @ParameterizedTest
    @CsvSource({"claude-sonnet-5, best", "claude-haiku-5, fast", "claude-haiku-4, tiny", "best, worst",
            "qwen-thinking, qwen", "anthropic/claude, openrouter/anthropic/claude", "gpt-5.5, gpt-5.5",
            "qwen3-max, qwen3-max"})
    void meanSomethingToClientsOfTheirApi(String written, String meaning) {
        assertThat(aliases.meaning(Optional.of(ClientApi.MESSAGES), written)).isEqualTo(meaning);
    }

    @Test
    void meanNothingToOtherClients() {
        assertThat(aliases.meaning(Optional.of(ClientApi.RESPONSES), "gpt-5.5")).isEqualTo("coder");
        assertThat(aliases.meaning(Optional.of(ClientApi.RESPONSES), "claude-sonnet-5"))
                .isEqualTo("claude-sonnet-5");
        assertThat(aliases.meaning(Optional.empty(), "gpt-5.5")).isEqualTo("gpt-5.5");
    }

    @Test
    void areToldByNameWhereTheyHaveOne() {
        assertThat(aliases.names(Optional.of(ClientApi.MESSAGES))).containsExactlyInAnyOrder("claude-haiku-4",
                "best");
        assertThat(aliases.names(Optional.empty())).isEmpty();
    }

    @Test
    void haveNoStarThatStandsForNothing() {
        assertThatThrownBy(() -> alias("claude", "*")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ModelAlias alias(String name, String meaning) {
        return new ModelAlias(new ModelPattern(name), new ModelPattern(meaning));
    }
}
