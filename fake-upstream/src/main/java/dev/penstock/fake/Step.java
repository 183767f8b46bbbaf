package dev.penstock.fake;

import java.time.Duration;
import java.util.List;

/// One act of a scripted reply.
@SuppressWarnings("ArrayRecordComponent") // steps are played, never compared, and stay in this package
sealed interface Step {

    /// The bytes of a header, or of what was written by hand: sent as they are.
    record Verbatim(byte[] bytes) implements Step {}

    record Head(int status, List<String> headerLines, Framing framing) implements Step {}

    record Write(byte[] bytes) implements Step {}

    record WriteForEver(byte[] bytes) implements Step {}

    record Delay(Duration time) implements Step {}

    record Await(Gate gate) implements Step {}

    record Open(Gate gate) implements Step {}

    record Pieces(int bytes) implements Step {}

    record Cut() implements Step {}

    record Reset() implements Step {}

    record Hang() implements Step {}

    record End() implements Step {}

    /// How the end of a body is told.
    enum Framing {
        CHUNKED,
        /// The script's head says how long it is, rightly or not.
        COUNTED, UNTIL_CLOSE
    }
}
