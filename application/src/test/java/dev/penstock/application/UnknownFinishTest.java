package dev.penstock.application;

import static dev.penstock.application.FakePort.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Answers that end for a reason that is none of the known ones.
final class UnknownFinishTest {
    private static final Logger LOGGER = Logger.getLogger(UnknownFinishWords.class.getName());

    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.setLevel(Level.WARNING);
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
        LOGGER.setLevel(null);
    }

    @Test
    void areCompletedAndLeaveTheirWordInTheLedger() {
        Bench bench = Bench.of(new FakePort(ends("brand_new"), ends("brand_new")));
        var _ = bench.stream();
        var _ = bench.complete();

        assertThat(bench.ledger).hasSize(2).allSatisfy(line -> {
            assertThat(line.unknownFinish()).contains("brand_new");
            assertThat(line.reason()).isEmpty();
        });
        assertThat(bench.ends).singleElement()
                .satisfies(end -> assertThat(end.unknownWord()).contains("brand_new"));
    }

    @Test
    void leaveNothingIfTheWordIsKnown() {
        Bench bench = Bench.of(new FakePort(ends("stop")));
        var _ = bench.stream();

        assertThat(bench.line().unknownFinish()).isEmpty();
        assertThat(logged).isEmpty();
    }

    @Test
    void areLoggedOncePerWordAndNotForEver() {
        UnknownFinishWords words = new UnknownFinishWords();
        for (int i = 0; i < 10 * UnknownFinishWords.MOST_WORDS; i++) {
            words.log(Bench.A, "word");
            words.log(Bench.A, "word\n" + i);
        }

        assertThat(logged).hasSize(UnknownFinishWords.MOST_WORDS)
                .startsWith(
                        "first/a ended an answer with the unknown finish reason \"word\"; it counts as a normal end")
                .allSatisfy(line -> assertThat(line).doesNotContain("\n"));
    }

    @Test
    void areLoggedByTheGatewayOnce() {
        Bench bench = Bench.of(new FakePort(ends("brand_new"), ends("brand_new")));
        Completions completions = Completions.ofChats(bench.answering());
        for (int i = 0; i < 2; i++) {
            var _ = completions.stream(bench.grant(), ClientRequest.plain(Bench.request()), bench.sink(),
                    bench.cancellation);
        }

        assertThat(bench.ledger).hasSize(2);
        assertThat(logged).hasSize(1);
    }

    private static FakePort.Step ends(String word) {
        return (_, sink) -> {
            sink.accept(List.of(HELLO));
            return ChatEnd.of(FinishWord.of(word), Optional.empty());
        };
    }
}
