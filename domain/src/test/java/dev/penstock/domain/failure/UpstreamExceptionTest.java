package dev.penstock.domain.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UpstreamExceptionTest {
    private static final String FORGED = "Sorry.\r\n2026-01-01 INFO all is well\u0000\u001b[31m\u0085red\u2028and\u202Ebackwards\t!\n";

    @Test
    void saysOnOneLineWhatTheUpstreamSaid() {
        UpstreamException exception = new UpstreamException(
                new UpstreamFailure.Rejected(FailureDetail.of(FORGED)));

        assertThat(exception).hasMessage("Sorry. 2026-01-01 INFO all is well [31m red and backwards !");
        assertThat(exception.toString()).doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void leavesTheFailureAsItWas() {
        UpstreamException exception = new UpstreamException(
                new UpstreamFailure.Rejected(FailureDetail.of(FORGED)));

        assertThat(exception.failure().detail().message()).isEqualTo(FORGED);
    }
}
