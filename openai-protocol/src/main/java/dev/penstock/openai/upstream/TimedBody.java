package dev.penstock.openai.upstream;

import dev.penstock.openai.upstream.TransportException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The body of a streamed answer, read with patience for chunks rather than for bytes: an upstream that sends nothing
/// but comments is as silent as one that sends nothing.
///
/// Costs a look at the clock only for reads that brought no chunk.
public final class TimedBody {
    private final UpstreamResponse response;
    private final InputStream in;
    private final Duration firstToken;
    private final Duration silence;
    private long due;
    private boolean begun;
    private boolean rested;

    /// @param sent when the request was sent, in the time of [System#nanoTime()]
    public TimedBody(UpstreamResponse response, long sent, Duration firstToken, Duration silence) {
        this.response = response;
        this.in = response.body();
        this.firstToken = firstToken;
        this.silence = silence;
        this.due = sent + firstToken.toNanos();
    }

    /// Reads what has arrived; blocks for as long as a chunk may still come in time.
    int read(byte[] buffer) throws IOException {
        try {
            if (!begun) {
                nothingCame();
            }
            return in.read(buffer);
        } catch (TransportException e) {
            throw e.reason() == Reason.SILENT ? tooLate(e) : e;
        }
    }

    /// The last read brought a chunk.
    void chunksCame() {
        begun = true;
        if (!rested) {
            response.patience(silence);
            rested = true;
        }
    }

    /// The last read brought no chunk.
    void nothingCame() throws TransportException {
        long now = System.nanoTime();
        if (rested) {
            due = now + silence.toNanos();
            rested = false;
        }
        if (now - due >= 0) {
            throw tooLate(null);
        }
        response.patience(Duration.ofNanos(due - now));
    }

    private TransportException tooLate(@Nullable TransportException cause) {
        return new TransportException(Reason.SILENT, begun
                ? "the upstream was silent for " + DurationText.of(silence) + " in the middle of its answer"
                : "the upstream gave no first token within " + DurationText.of(firstToken), cause);
    }
}
