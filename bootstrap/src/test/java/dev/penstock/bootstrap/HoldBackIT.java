package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.usage.Attempt;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Routes whose answers are held back until they are whole.
final class HoldBackIT {
    private static final String COMMENT = "\n: keep-alive\n";
    private static final String WHOLE = Play.event(Play.CHUNK.replace("one", "two")) + Play.event(Play.END)
            + Play.event("[DONE]");

    private final FakeUpstream first = FakeUpstream.start();
    private final FakeUpstream second = FakeUpstream.start();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void showsNothingOfAnAnswerThatIsCutMidwayAndAsksTheNextUpstream() throws IOException {
        first.answer(Play.stream().write(Play.event(Play.CHUNK)).cut());
        second.answer(Play.stream().write(WHOLE));
        try (RunningGateway gateway = gateway("1h"); RawExchange exchange = ask(gateway, "held")) {
            RawExchange.Answer answer = exchange.read();

            assertThat(answer.body()).isEqualTo(WHOLE);
            assertThat(answer.headers()).containsEntry("x-penstock-upstream", "second/m")
                    .containsEntry("x-penstock-attempts", "first/m=upstream_garbled, second/m=answered");
            UsageRecord line = gateway.settled();
            assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(line.attempts()).extracting(Attempt::result)
                    .containsExactly("upstream_garbled", "answered");
        }
    }

    @Test
    void keepsTheStatusOfAFailureThatComesMidway() throws IOException {
        first.answer(Play.stream()
                .write(Play.event(Play.CHUNK))
                .write(Play.event("{\"error\":{\"message\":\"No\",\"code\":429}}")));
        second.answer(Play.stream().write(Play.event(Play.CHUNK)).cut());
        try (RunningGateway gateway = gateway("1h"); RawExchange exchange = ask(gateway, "held")) {
            RawExchange.Answer answer = exchange.read();

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.headers()).containsEntry("x-should-retry", "false");
            assertThat(answer.body()).doesNotContain("one");
            assertThat(second.requests()).hasSize(2);
        }
    }

    @Test
    void keepsTheClientAliveWithCommentsMeanwhile() throws IOException {
        Gate commented = new Gate();
        first.answer(Play.stream().write(Play.event(Play.CHUNK)).await(commented).cut());
        second.answer(Play.stream().write(WHOLE));
        try (RunningGateway gateway = gateway("20ms"); RawExchange exchange = ask(gateway, "held")) {
            assertThat(exchange.linesUntil(COMMENT)).doesNotContain("data:");
            commented.open();

            assertThat(exchange.linesUntil("[DONE]")).contains("two").doesNotContain("one");
        }
    }

    @Test
    void tellsAFailureWithinTheStreamOnceTheClientHasAComment() throws IOException {
        Gate commented = new Gate();
        first.answer(Play.stream().write(Play.event(Play.CHUNK)).await(commented).cut());
        second.answer(Play.errorReply(503, "overloaded"));
        try (RunningGateway gateway = gateway("20ms"); RawExchange exchange = ask(gateway, "held")) {
            var _ = exchange.linesUntil(COMMENT);
            commented.open();

            assertThat(exchange.linesToEnd()).contains("\"code\":503")
                    .doesNotContain("one", "[DONE]", "\n0\n");
        }
    }

    @Test
    void tellsTheUsageOfTheAnswerThatTheClientGot() throws IOException {
        first.answer(Play.stream().write(Play.event(Play.CHUNK) + Play.event(usage(1, 1))).cut());
        second.answer(
                Play.stream().write(Play.event(Play.CHUNK) + Play.event(Play.END) + Play.event(usage(7, 3))));
        try (RunningGateway gateway = gateway("1h"); RawExchange exchange = ask(gateway, "held")) {
            var _ = exchange.linesUntil("[DONE]");

            assertThat(gateway.settled().usage()).contains(Usage.of(7, 3));
        }
    }

    @Test
    void passesOnAsItComesWhatIsTooMuchForTheMemory() throws IOException {
        Gate seen = new Gate();
        String large = Play.event(Play.CHUNK.replace("one", "x".repeat(1_000_000)));
        first.answer(Play.stream().write(large.repeat(34)).await(seen).write(Play.event(Play.END)));
        try (RunningGateway gateway = gateway("1h"); RawExchange exchange = ask(gateway, "held")) {
            var _ = exchange.linesUntil("data: ");
            seen.open();

            assertThat(exchange.linesUntil("[DONE]")).contains(Play.END);
            assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void holdsNothingBackOnOtherRoutes() throws IOException {
        Gate seen = new Gate();
        first.answer(Play.stream().write(Play.event(Play.CHUNK)).await(seen).cut());
        try (RunningGateway gateway = gateway("1h"); RawExchange exchange = ask(gateway, "plain")) {
            var _ = exchange.linesUntil("one");
            seen.open();

            assertThat(exchange.linesToEnd()).contains("\"code\":502");
            assertThat(second.requests()).isEmpty();
        }
    }

    private static String usage(int prompt, int completion) {
        return "{\"choices\":[],\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":"
                + completion
                + ",\"total_tokens\":" + (prompt + completion) + "}}";
    }

    private RunningGateway gateway(String commitAfter) {
        return RunningGateway.configured("""
                listener: {commit-after: %s, keep-alive: 20ms}
                retry: {backoff: 1ms}
                default: {provider: first}
                providers:
                  first: {kind: openai-compatible, base-url: "%s"}
                  second: {kind: openai-compatible, base-url: "%s"}
                routes:
                  held: {upstreams: [first/m, second/m], hold-back: true}
                  plain: [first/m, second/m]
                """.formatted(commitAfter, first.baseUri(), second.baseUri()));
    }

    private static RawExchange ask(RunningGateway gateway, String model) throws IOException {
        return new RawExchange(gateway.port(), "{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":true}");
    }
}
