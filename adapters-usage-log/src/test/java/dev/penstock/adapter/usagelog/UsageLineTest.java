package dev.penstock.adapter.usagelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.access.ClientSession;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.usage.Money;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import dev.penstock.domain.usage.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageLineTest {
    @Test
    void tellsAllThatIsKnown() {
        Usage usage = new Usage(23, 8, 6, 10, 3, 33, Optional.of(new Money(420_000)));
        UsageRecord record = new UsageRecord("req_1", Instant.EPOCH, Optional.of("coder"),
                Optional.of(new UpstreamModel(new ProviderId("openrouter"), "qwen/qwen3-coder")), true,
                List.of(), Outcome.COMPLETED, Optional.empty(), Optional.of(usage), Duration.ofMillis(1234),
                Optional.of(Duration.ofMillis(345)));

        assertThat(UsageLine.of(record))
                .isEqualTo("request=req_1 outcome=completed provider=openrouter model=coder"
                        + " upstream-model=qwen/qwen3-coder stream=true input=23 output=10 total=33 cached=8 cache-write=6 reasoning=3"
                        + " cost=0.00042 duration=1.234s first-token=0.345s");
    }

    @Test
    void leavesOutWhatIsNot() {
        assertThat(UsageLine.of(refused("m")))
                .isEqualTo(
                        "request=req_1 outcome=client-left reason=client_left model=m stream=false duration=0.001s");
    }

    @Test
    void letsNobodyForgeALine() {
        assertThat(UsageLine.of(refused("x\noutcome=completed \"\\\u2028\u0007é")))
                .contains("model=\"x\\u000aoutcome=completed \\\"\\\\\\u2028\\u0007é\"")
                .doesNotContain("\n");
    }

    @Test
    void namesTheSessionAndWhatTheRequestIsFor() {
        assertThat(UsageLine.of(of(new ClientSession(Optional.of("0a1b-2c"), Optional.of("agent 7"),
                Optional.of("agent-1"), Optional.of("subagent")))))
                .endsWith(" session=0a1b-2c agent=\"agent 7\" parent-agent=agent-1 class=subagent");
        assertThat(UsageLine.of(of(ClientSession.of("s\" outcome=completed"))))
                .endsWith(" session=\"s\\\" outcome=completed\"");
    }

    @Test
    void tellsAnUnknownFinishReason() {
        UsageRecord known = of(ClientSession.NONE);
        UsageRecord record = new UsageRecord(known.requestId(), known.receivedAt(), known.model(),
                known.upstream(),
                known.stream(), known.attempts(), known.outcome(), known.reason(), known.usage(),
                known.duration(),
                known.timeToFirstToken(), known.session(), Optional.of("brand new\n"));

        assertThat(UsageLine.of(record)).endsWith(" finish=\"brand new\\u000a\"");
        assertThat(UsageLine.of(known)).doesNotContain("finish=");
    }

    @Test
    void isBoundedWhateverTheSessionIsCalled() {
        Optional<String> endless = Optional.of("\"".repeat(100_000));

        assertThat(UsageLine.of(of(new ClientSession(endless, endless, endless, endless))))
                .hasSizeLessThan(2000);
    }

    private static UsageRecord of(ClientSession session) {
        return new UsageRecord("req_1", Instant.EPOCH, Optional.of("m"), Optional.empty(), false, List.of(),
                Outcome.COMPLETED, Optional.empty(), Optional.empty(), Duration.ofMillis(1), Optional.empty(),
                session);
    }

    private static UsageRecord refused(String model) {
        return new UsageRecord("req_1", Instant.EPOCH, Optional.of(model), Optional.empty(), false,
                List.of(), Outcome.CLIENT_LEFT, Optional.of("client_left"), Optional.empty(),
                Duration.ofMillis(1),
                Optional.empty());
    }
}
