package dev.penstock.application;

import static dev.penstock.application.FakePort.COST;
import static dev.penstock.application.FakePort.HELLO;
import static dev.penstock.application.FakePort.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.usage.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Answers on their last steps, from the gateway to the client.
class TellingTest {
    private final Bench bench = Bench.of(new FakePort(answers(HELLO)));

    @Test
    void endWithTheirOwnLastWord() {
        var _ = bench.stream();

        assertThat(bench.ends).hasSize(1);
        assertThat(bench.line().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void failWithTheUpstreamIfAChunkMakesNoSense() {
        bench.client = _ -> {
            throw new UpstreamException(Failures.GARBLED);
        };

        assertThatThrownBy(bench::stream).isInstanceOf(UpstreamException.class);
        assertThat(bench.line().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bench.attempts()).containsExactly("first/a upstream_garbled");
    }

    @Test
    void areNotCompletedIfTheirEndMakesNoSense() {
        assertThatThrownBy(() -> stream(new UpstreamException(Failures.GARBLED)))
                .isInstanceOf(UpstreamException.class);

        assertThat(bench.line().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bench.line().reason()).contains("upstream_garbled");
        assertThat(bench.line().usage()).as("the upstream has reported it").contains(COST);
    }

    @Test
    void areNoClientsDoingIfTheGatewayItselfFails() {
        assertThatThrownBy(() -> stream(new IllegalStateException("a defect"))).hasMessage("a defect");

        assertThat(bench.line().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bench.line().reason()).contains("internal_error");
    }

    @Test
    void costWhatTheyCostEvenIfNobodyCanTellThem() {
        assertThatThrownBy(() -> Completions.ofChats(bench.answering())
                .complete(bench.grant(), ClientRequest.plain(Bench.request()), _ -> {
                    throw new UpstreamException(Failures.REJECTED);
                }, bench.cancellation)).isInstanceOf(UpstreamException.class);

        assertThat(bench.line().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bench.line().usage()).contains(COST);
    }

    private void stream(RuntimeException atTheEnd) {
        var _ = Completions.ofChats(bench.answering())
                .stream(bench.grant(), ClientRequest.plain(Bench.request()), new AnswerSink() {
                    @Override
                    public void accept(List<ChatChunk> chunks) {}

                    @Override
                    public void end(ChatEnd end) {
                        throw atTheEnd;
                    }
                }, bench.cancellation);
    }
}
