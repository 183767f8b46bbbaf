package dev.penstock.adapter.usagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineUsageRecorderTest {
    private final FillingDisk disk = new FillingDisk();
    private final LineUsageRecorder recorder = new LineUsageRecorder(disk,
            InstantSource.fixed(Instant.parse("2026-11-25T03:05:20.704Z")));

    @Test
    void writesATimeAndThePairs() {
        recorder.record(line("req_1"));

        assertThat(disk.text()).matches(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:20\\.704[+-]\\d{4} INFO usage request=req_1 outcome=refused .*\n");
    }

    @Test
    void writesTheRestOfALineThatWasWrittenHalf() {
        disk.room = 50;
        assertFull(line("req_1"));
        assertFull(line("req_1"));
        disk.room = 1000;
        recorder.record(line("req_1"));
        recorder.record(line("req_2"));

        assertThat(disk.text().lines()).hasSize(2)
                .allMatch(line -> line.contains(" INFO usage request=req_")
                        && line.endsWith("duration=0.000s"));
    }

    @Test
    void beginsANewLineAfterOneThatStaysHalf() {
        disk.room = 50;
        assertFull(line("req_1"));
        disk.room = 1000;
        recorder.record(line("req_2"));

        assertThat(disk.text().lines().toList().getLast()).contains(" INFO usage request=req_2 ");
    }

    private void assertFull(UsageRecord line) {
        assertThatThrownBy(() -> recorder.record(line)).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No space left on device");
    }

    private static UsageRecord line(String id) {
        return new UsageRecord(id, Instant.EPOCH, Optional.empty(), Optional.empty(), false, List.of(),
                Outcome.REFUSED, Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty());
    }

    /// Takes as many bytes as there is room for.
    private static final class FillingDisk implements WritableByteChannel {
        private final ByteBuffer written = ByteBuffer.allocate(10_000);
        private int room = 10_000;

        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = Math.min(room, source.remaining());
            if (count == 0) {
                throw new IOException("No space left on device");
            }
            written.put(source.slice(source.position(), count));
            source.position(source.position() + count);
            room -= count;
            return count;
        }

        String text() {
            return new String(written.array(), 0, written.position(), StandardCharsets.UTF_8);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
