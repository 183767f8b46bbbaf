package dev.penstock.bootstrap.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What stands between a plug-in and the client.
final class SinkGateTest {
    private static final List<ChatChunk> CHUNKS = List.of(new ChatChunk(JsonText.of("{}"), false));

    @Test
    void letsNothingThroughOnceItIsShut() {
        List<ChatChunk> seen = new ArrayList<>();
        SinkGate gate = new SinkGate(seen::addAll);
        gate.accept(CHUNKS);
        gate.shut();

        assertThatThrownBy(() -> gate.accept(CHUNKS)).isInstanceOf(IllegalStateException.class);
        assertThat(seen).isEqualTo(CHUNKS);
        assertThat(gate.clientGone()).isEmpty();
    }

    @Test
    void doesNotTakeASlowClientForASilentPlugin() {
        List<Long> silences = new ArrayList<>();
        List<SinkGate> gates = new ArrayList<>();
        SinkGate gate = new SinkGate(_ -> silences.add(gates.getFirst().silence()));
        gates.add(gate);
        gate.accept(CHUNKS);
        gate.accept(CHUNKS);

        assertThat(silences).containsExactly(0L, 0L);
        assertThat(gate.silence()).isPositive();
    }

    @Test
    void isNotSilentBeforeTheFirstChunk() {
        SinkGate gate = SinkGate.unused();
        gate.accept(List.of());

        assertThat(gate.silence()).isNegative();
    }

    @Test
    void remembersWhatTheClientThrew() {
        IllegalStateException gone = new IllegalStateException("gone");
        SinkGate gate = new SinkGate(_ -> {
            throw gone;
        });

        assertThatThrownBy(() -> gate.accept(CHUNKS)).isSameAs(gone);
        assertThat(gate.clientGone()).containsSame(gone);
    }
}
