package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.openai.upstream.TransportException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimedBodyTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration LONGER = Duration.ofHours(2);
    private static final long OVER = Duration.ofHours(3).toNanos();

    private final byte[] buffer = new byte[10];

    @Test
    void waitsForTheFirstChunkAsLongAsIsLeft() throws IOException {
        CannedResponse response = CannedResponse.of(200, Map.of(), "abc");
        TimedBody body = new TimedBody(response, System.nanoTime(), LONG, LONGER);

        assertThat(body.read(buffer)).isEqualTo(3);
        assertThat(response.granted()).singleElement()
                .satisfies(time -> assertThat(time).isPositive().isLessThanOrEqualTo(LONG));
    }

    @Test
    void givesUpWhenTheTimeForTheFirstChunkIsOver() {
        TimedBody body = new TimedBody(CannedResponse.of(200, Map.of(), "abc"), System.nanoTime() - OVER,
                LONG,
                LONGER);

        assertThatThrownBy(() -> body.read(buffer)).isInstanceOf(TransportException.class)
                .hasMessage("the upstream gave no first token within 3600 s")
                .extracting("reason")
                .isEqualTo(Reason.SILENT);
    }

    @Test
    void givesUpOnAnUpstreamThatOnlyTalksBesideThePoint() throws IOException {
        TimedBody body = new TimedBody(CannedResponse.of(200, Map.of(), ": alive\n\n"), System.nanoTime(),
                LONG,
                Duration.ZERO);
        assertThat(body.read(buffer)).isPositive();
        body.chunksCame();

        assertThatThrownBy(body::nothingCame).isInstanceOf(TransportException.class)
                .hasMessage("the upstream was silent for 0 ms in the middle of its answer");
    }

    @Test
    void grantsTheWholeSilenceAgainOnceAChunkCameAndAsksForItOnce() throws IOException {
        CannedResponse response = CannedResponse.of(200, Map.of(), "abc");
        TimedBody body = new TimedBody(response, System.nanoTime(), LONG, LONGER);
        var _ = body.read(buffer);
        response.granted().clear();

        body.chunksCame();
        body.chunksCame();

        assertThat(response.granted()).containsExactly(LONGER);
    }

    @Test
    void shortensThePatienceWhileNoChunkComes() throws IOException {
        CannedResponse response = CannedResponse.of(200, Map.of(), "abc");
        TimedBody body = new TimedBody(response, System.nanoTime(), LONG, LONGER);
        body.chunksCame();
        response.granted().clear();

        body.nothingCame();
        body.nothingCame();

        assertThat(response.granted()).hasSize(2);
        assertThat(response.granted().getFirst()).isLessThanOrEqualTo(LONGER);
        assertThat(response.granted().getLast()).isPositive()
                .isLessThanOrEqualTo(response.granted().getFirst());
    }

    @Test
    void saysWhatItWaitedForWhenTheConnectionIsSilent() {
        TimedBody body = new TimedBody(
                CannedResponse.breaking(new TransportException(Reason.SILENT, "silent", null)),
                System.nanoTime(), LONG, LONGER);

        assertThatThrownBy(() -> body.read(buffer))
                .hasMessage("the upstream gave no first token within 3600 s");
        body.chunksCame();
        assertThatThrownBy(() -> body.read(buffer))
                .hasMessage("the upstream was silent for 7200 s in the middle of its answer");
    }

    @Test
    void letsOtherFailuresThroughAsTheyAre() {
        TransportException broken = new TransportException(Reason.BROKEN, "broken", null);
        TimedBody body = new TimedBody(CannedResponse.breaking(broken), System.nanoTime(), LONG, LONGER);

        assertThatThrownBy(() -> body.read(buffer)).isSameAs(broken);
    }
}
