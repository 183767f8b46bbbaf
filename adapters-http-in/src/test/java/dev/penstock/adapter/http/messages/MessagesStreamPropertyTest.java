package dev.penstock.adapter.http.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Whatever the answer and however it is cut, a client gets all of it and every promise is kept.
final class MessagesStreamPropertyTest {
    private static final int ANSWERS = 3000;

    @Test
    void keepsItsPromisesForAnyAnswerInAnyPieces() {
        for (long seed = 0; seed < ANSWERS; seed++) {
            RandomAnswer answer = new RandomAnswer(seed);

            MessageCheck.Answer told = MessageCheck.of(Streams.converted(answer.batches(), answer.end()));

            assertThat(told.joined("thinking")).as("seed %d", seed).isEqualTo(answer.thought);
            assertThat(told.joined("text")).as("seed %d", seed).isEqualTo(answer.text);
            assertThat(told.calls()).as("seed %d", seed)
                    .extracting(MessageCheck.Block::text)
                    .containsExactlyInAnyOrderElementsOf(answer.inputs.stream()
                            .map(input -> input.isEmpty() ? "{}" : input)
                            .toList());
            assertThat(told.calls()).as("seed %d", seed)
                    .allSatisfy(call -> assertThat(call.name()).isEqualTo(call.id().replace("call", "tool")));
            assertThat(told.stopReason()).isEqualTo(answer.inputs.isEmpty() ? "end_turn" : "tool_use");
        }
    }
}
