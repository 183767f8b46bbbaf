package dev.penstock.adapter.usagelog;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes each usage record as one line: the time, `INFO usage`, and the pairs of [UsageLine].
///
/// It writes to a channel and not to a logger, because a log handler reports no failures. Not safe for concurrent use.
public final class LineUsageRecorder implements UsageRecorder {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    private final WritableByteChannel channel;
    private final InstantSource clock;
    private String unfinished = "";
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /// @param channel stays open
    public LineUsageRecorder(WritableByteChannel channel, InstantSource clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /// A recorder that writes to the standard output of the process.
    public static LineUsageRecorder standardOutput(InstantSource clock) {
        return new LineUsageRecorder(new FileOutputStream(FileDescriptor.out).getChannel(), clock);
    }

    /// Writes the line. If a part of it was written before the failure, the next call with the same record writes the rest.
    @Override
    public void record(UsageRecord line) {
        if (!line.requestId().equals(unfinished)) {
            boolean cut = rest.hasRemaining() && rest.position() > 0;
            rest = ByteBuffer.wrap(((cut ? "\n" : "") + TIME.format(clock.instant()) + " INFO usage "
                    + UsageLine.of(line) + "\n").getBytes(StandardCharsets.UTF_8));
            unfinished = line.requestId();
        }
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            unfinished = "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "standard output";
    }
}
