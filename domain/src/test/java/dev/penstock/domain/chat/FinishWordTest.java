package dev.penstock.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.FinishWord.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FinishWordTest {
    @ParameterizedTest
    @CsvSource({"stop, STOP, stop", "STOP, STOP, stop", "End Turn, STOP, stop", "endTurn, STOP, stop",
            "max-tokens, LENGTH, length", "MAX_TOKENS, LENGTH, length",
            "FINISH_REASON_MAX_TOKENS, LENGTH, length",
            "FinishReason.SAFETY, CONTENT_FILTER, content_filter", "eosFound, STOP, stop",
            "model_context_window_exceeded, CONTEXT_WINDOW, length",
            "contextLengthReached, CONTEXT_WINDOW, length",
            "function_call, TOOL_CALLS, function_call", "tool_use, TOOL_CALLS, tool_calls",
            "pause_turn, OTHER, stop",
            "abort, INTERRUPTED, abort", "Network-Error, INTERRUPTED, Network-Error", "null, PENDING, ''",
            "'', PENDING, ''",
            "' ', PENDING, ''", "brand new, UNKNOWN, brand new", "终止, UNKNOWN, 终止", "__, UNKNOWN, __"})
    void isLookedUpHoweverItIsSpelt(String word, Meaning meaning, String forChats) {
        assertThat(FinishWord.of(word)).returns(meaning, FinishWord::meaning)
                .returns(forChats, FinishWord::forChats)
                .returns(meaning == Meaning.UNKNOWN, known -> known.unknown().isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unstoppable", "error_free", "stop!", "finishreason"})
    void isUnknownUnlessItIsInTheListAsAWhole(String word) {
        assertThat(FinishWord.of(word).unknown()).contains(word);
    }

    @ParameterizedTest
    @EnumSource(FinishReason.class)
    void hasAWordForEveryReason(FinishReason reason) {
        assertThat(FinishWord.of(reason).reason()).isEqualTo(reason);
        assertThat(FinishWord.of(FinishWord.of(reason).forChats()).isEnd()).isTrue();
    }

    @Test
    void isCutWhereItIsStored() {
        String longWord = "x".repeat(62) + "🏮".repeat(10_000);

        assertThat(FinishWord.of(longWord).unknown()).contains("x".repeat(62) + "…");
        assertThat(FinishWord.of(longWord).forChats()).isEqualTo(longWord);
        assertThat(FinishWord.of("y".repeat(64)).unknown()).contains("y".repeat(64));
    }
}
