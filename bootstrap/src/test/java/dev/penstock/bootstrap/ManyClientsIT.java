package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.usage.Outcome;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many clients at a time: all get what is theirs, and nothing is left of those that leave.
@Timeout(120)
final class ManyClientsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final FakeUpstream upstream = FakeUpstream.start().keepRequests(false);
    private final RunningGateway gateway = RunningGateway.configured("""
            listener: {commit-after: 20ms, keep-alive: 20ms, drain-timeout: 1h}
            providers:
              upstream: {kind: openai-compatible, base-url: "%s"}
            """.formatted(upstream.baseUri()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void streams2000AnswersAtATimeEachToItsEnd() throws Exception {
        Gate all = new Gate();
        upstream.answerWith(request -> {
            String nonce = request.text().replaceAll("(?s).*nonce (\\d+)\\..*", "$1");
            return Play.stream()
                    .write(Play.event(Play.CHUNK.replace("one", nonce)))
                    .await(all)
                    .write(Play.event(Play.END));
        });
        List<Callable<String>> clients = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            int nonce = i;
            clients.add(() -> {
                try (RawExchange exchange = ask(nonce)) {
                    return exchange.read().body().replace(": keep-alive\n\n", "");
                }
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = clients.stream().map(threads::submit).toList();
            gateway.awaitHealth("upstream", told -> told.path("running").asInt() == 2000);
            all.open();
            for (int i = 0; i < 2000; i++) {
                assertThat(answers.get(i).get())
                        .isEqualTo(Play.event(Play.CHUNK.replace("one", String.valueOf(i)))
                                + Play.event(Play.END)
                                + Play.event("[DONE]"));
            }
        }
        assertNothingIsLeft();
        assertThat(gateway.closeAndReadLedger()).hasSize(2000)
                .allSatisfy(line -> assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED));
    }

    @Test
    void leavesNothingBehindOf500ClientsThatLeaveAtATime() throws Exception {
        upstream.answerWith(request -> request.text().contains("0.")
                ? Play.stream().hang()
                : Play.stream().write(Play.event(Play.CHUNK)).hang());
        List<RawExchange> clients = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            clients.add(ask(i));
        }
        gateway.awaitHealth("upstream", told -> told.path("running").asInt() == 500);
        assertThat(VirtualThreads.named("client-watch")).as("threads that watch can be seen").isEqualTo(500);
        for (RawExchange client : clients) {
            client.close();
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).as("connections to the upstream are closed")
                .isTrue();
        assertNothingIsLeft();
        assertThat(gateway.closeAndReadLedger()).hasSize(500)
                .allSatisfy(line -> assertThat(line.outcome()).isEqualTo(Outcome.CLIENT_LEFT));
    }

    /// No slot is taken, and no thread watches a client or keeps one alive. That no request is taken for a running one
    /// shows when the gateway closes, which would wait for it.
    private void assertNothingIsLeft() throws IOException {
        gateway.awaitHealth("upstream",
                told -> told.path("running").asInt() == 0 && told.path("queued").asInt() == 0);
        long deadline = System.nanoTime() + SOON.toNanos();
        while (VirtualThreads.named("client-watch") + VirtualThreads.named("heartbeat") > 0) {
            assertThat(System.nanoTime()).as("threads are left").isLessThan(deadline);
        }
    }

    private RawExchange ask(int nonce) throws IOException {
        return new RawExchange(gateway.port(),
                "{\"messages\":[{\"role\":\"user\",\"content\":\"nonce " + nonce
                        + ".\"}],\"stream\":true}");
    }
}
