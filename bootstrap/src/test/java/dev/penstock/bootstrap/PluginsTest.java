package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which kinds of providers come with the gateway.
final class PluginsTest {

    @Test
    void areFoundByTheirKind() {
        assertThat(Plugins.found())
                .containsOnlyKeys("anthropic", "dashscope", "demo", "ollama", "openai-compatible",
                        "openrouter")
                .allSatisfy((kind, plugin) -> assertThat(plugin.kind()).isEqualTo(kind));
    }
}
