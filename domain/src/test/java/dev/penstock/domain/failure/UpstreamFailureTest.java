package dev.penstock.domain.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class UpstreamFailureTest {
    private static final FailureDetail DETAIL = FailureDetail.of("something happened");

    @Test
    void hasAWordForEveryKindThatIsItsOwn() {
        assertThat(List.of(new UpstreamFailure.Rejected(DETAIL), new UpstreamFailure.ContentFiltered(DETAIL),
                new UpstreamFailure.ModelMissing(DETAIL), new UpstreamFailure.CredentialUnusable(DETAIL),
                new UpstreamFailure.Throttled(DETAIL), new UpstreamFailure.Unavailable(DETAIL),
                new UpstreamFailure.TimedOut(DETAIL), new UpstreamFailure.Garbled(DETAIL)))
                .extracting(UpstreamFailure::word)
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z_]+"));
    }

    @Test
    void keepsWhatIsNotChanged() {
        assertThat(DETAIL.withStatus(429)
                .withCode("c")
                .withType("t")
                .withRetryAfter(Duration.ofSeconds(3))
                .withMessage("m")).isEqualTo(
                        new FailureDetail("m", OptionalInt.of(429), Optional.of("c"), Optional.of("t"),
                                Optional.empty(), Optional.of(Duration.ofSeconds(3))));
    }
}
