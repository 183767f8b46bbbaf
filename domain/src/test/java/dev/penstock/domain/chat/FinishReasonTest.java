package dev.penstock.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinishReasonTest {
    @ParameterizedTest
    @CsvSource({"stop, STOP", "STOP, STOP", "eos_token, STOP", "max_tokens, LENGTH", "MAX_TOKENS, LENGTH",
            "model_length, LENGTH", "SAFETY, CONTENT_FILTER", "sensitive, CONTENT_FILTER",
            "RECITATION, CONTENT_FILTER",
            "function_call, TOOL_CALLS", "tool_use, TOOL_CALLS", "brand_new, OTHER"})
    void knowsTheWordsOfOtherServers(String word, FinishReason reason) {
        assertThat(FinishReason.of(word)).isEqualTo(reason);
    }
}
