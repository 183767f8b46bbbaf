package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the upstream gets to see.
@ExtendWith(BenchExtension.class)
public interface UpstreamRequestContract extends ProviderUnderTest {

    @ParameterizedTest
    @EnumSource
    default void asksForTheUpstreamModelWithTheKeyAndThePrompt(Mode mode, Bench bench) {
        var _ = bench.ask(mode, Ask.saying("What is the time in 北京? \"☃\""));

        ReceivedRequest request = onlyRequest(bench);
        assertThat(bench.speech().model(request)).as("the model asked for, as speech().model(…) reads it")
                .isEqualTo(upstreamModel());
        assertThat(bench.speech().key(request)).as("the key presented, as speech().key(…) reads it")
                .contains(bench.key().reveal());
        assertThat(bench.speech().prompt(request)).as("the last message, as speech().prompt(…) reads it")
                .isEqualTo("What is the time in 北京? \"☃\"");
    }

    @Test
    default void asksForAStreamToStream(Bench bench) {
        var _ = bench.ask(Mode.STREAMED, Ask.saying("Hello"));

        assertThat(bench.speech().streamed(onlyRequest(bench)))
                .as("a stream is asked for, as speech().streamed(…) reads it")
                .isTrue();
    }

    @Test
    default void sendsTheKeyToNoOtherAddress(Bench bench) {
        var _ = bench.ask(Mode.WHOLE, Ask.saying("Hello"));

        assertThat(onlyRequest(bench).header("host")).contains("127.0.0.1:" + bench.upstream().port());
        assertThat(onlyRequest(bench).path()).doesNotContain(bench.key().reveal());
    }

    @Test
    default void givesEachOf50CallsItsOwnAnswer(Bench bench) throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Mode mode = i % 2 == 0 ? Mode.STREAMED : Mode.WHOLE;
            String prompt = "call number " + i;
            calls.add(() -> bench.ask(mode, Ask.saying(prompt)).text());
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int i = 0;
            for (Future<String> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo("You said: call number " + i);
                i++;
            }
        }
    }

    private static ReceivedRequest onlyRequest(Bench bench) {
        List<ReceivedRequest> requests = bench.upstream().requests();
        assertThat(requests).as("requests").hasSize(1);
        return requests.getFirst();
    }
}
