package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.RefusedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The memory that answers share.
final class AnswerBudgetTest {
    private final AnswerBudget budget = new AnswerBudget(100);
    private final AnswerBudget.Lease one = budget.lease();
    private final AnswerBudget.Lease other = budget.lease();

    @Test
    void isSharedByAllAnswers() {
        assertThat(one.take(60)).isTrue();
        assertThat(other.take(41)).isFalse();
        assertThat(other.take(40)).isTrue();
        assertThat(one.take(1)).isFalse();
    }

    @Test
    void takesNothingForWhatDoesNotFit() {
        assertThat(one.take(101)).isFalse();

        assertThat(budget.taken()).isZero();
    }

    @Test
    void isGivenBackOnce() {
        assertThat(one.take(60)).isTrue();
        assertThat(other.take(40)).isTrue();

        one.giveBack();
        one.giveBack();

        assertThat(budget.taken()).isEqualTo(40);
    }

    @Test
    void isGivenBackWithTheGrant() {
        assertThat(one.take(60)).isTrue();
        MutableClock clock = new MutableClock();
        new Grant(new Caller("req_1", clock.instant(), clock.now(), Optional.empty()), _ -> {
        }, clock, one).close();

        assertThat(budget.taken()).isZero();
    }

    @Test
    void givesNothingToAnAnswerThatIsReadOnBehindTheEndOfItsRequest() {
        assertThat(one.take(60)).isTrue();
        one.close();

        assertThat(one.take(10)).isFalse();
        one.giveBack();
        one.close();

        assertThat(budget.taken()).isZero();
        assertThat(other.take(100)).isTrue();
    }

    @Test
    void saysWhichSettingHelpsWhereItDoesNotSuffice() {
        assertThatThrownBy(() -> one.charge(101)).isInstanceOf(RefusedException.class)
                .hasMessageContaining("PENSTOCK_JAVA_OPTS=-Xmx");
    }
}
