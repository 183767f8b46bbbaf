package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldBackTest {
    private static final ChatChunk ONE = chunk(1);
    private static final ChatChunk TWO = chunk(2);
    private static final ChatChunk THREE = chunk(3);

    private final List<List<ChatChunk>> handedOn = new ArrayList<>();
    private final List<Usage> told = new ArrayList<>();
    private long left = Long.MAX_VALUE;
    private final HoldBack held = new HoldBack(new ChunkSink() {
        @Override
        public void accept(List<ChatChunk> chunks) {
            handedOn.add(chunks);
        }

        @Override
        public void usage(Usage soFar) {
            told.add(soFar);
        }
    }, bytes -> bytes < left, 30);

    @Test
    void showsNothingBeforeTheAnswerIsWhole() {
        held.accept(List.of(ONE, TWO));

        assertThat(handedOn).isEmpty();
    }

    @Test
    void handsEverythingOnInOrderWhenTheAnswerIsWhole() {
        held.accept(List.of(ONE, TWO));
        held.accept(List.of());
        held.accept(List.of(THREE));
        held.release();

        assertThat(handedOn).containsExactly(List.of(ONE, TWO, THREE));
    }

    @Test
    void keepsAnAnswerThatIsJustSmallEnough() {
        held.accept(List.of(ONE, TWO, THREE));

        assertThat(handedOn).isEmpty();
    }

    @Test
    void passesAnAnswerOnAsItComesOnceItIsTooLargeToKeep() {
        held.accept(List.of(ONE, TWO));
        held.accept(List.of(THREE, ONE));
        assertThat(handedOn).containsExactly(List.of(ONE, TWO, THREE, ONE));

        held.accept(List.of(TWO));
        assertThat(handedOn).containsExactly(List.of(ONE, TWO, THREE, ONE), List.of(TWO));

        held.release();
        assertThat(handedOn.stream().flatMap(List::stream)).containsExactly(ONE, TWO, THREE, ONE, TWO);
    }

    @Test
    void passesAnAnswerOnAsItComesOnceTheMemoryForAnswersIsUsedUp() {
        held.accept(List.of(ONE));
        left = 10;
        held.accept(List.of(TWO));

        assertThat(handedOn).containsExactly(List.of(ONE, TWO));
    }

    @Test
    void tellsTheUsageAtOnce() {
        held.usage(FakePort.COST);

        assertThat(told).containsExactly(FakePort.COST);
    }

    private static ChatChunk chunk(int number) {
        return new ChatChunk(JsonText.of("{\"n\":%04d}".formatted(number)), false); // ten bytes
    }
}
