package dev.penstock.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UsageTest {

    @Test
    void addsPromptAndCompletion() {
        assertThat(Usage.of(3, 4)).isEqualTo(new Usage(3, 0, 0, 4, 0, 7, Optional.empty()));
    }

    @Test
    void keepsCountersThatALaterReportLeavesAtZero() {
        Usage first = new Usage(110, 100, 5, 1, 0, 111, Optional.of(new Money(7)));

        assertThat(first.updatedBy(Usage.of(0, 5)))
                .isEqualTo(new Usage(110, 100, 5, 5, 0, 115, Optional.of(new Money(7))));
        assertThat(first.updatedBy(Usage.of(0, 0))).isEqualTo(first);
    }

    @Test
    void countsALaterReportThatIsLarger() {
        Usage later = new Usage(120, 110, 6, 9, 4, 130, Optional.of(new Money(8)));

        assertThat(new Usage(110, 100, 5, 1, 0, 111, Optional.of(new Money(7))).updatedBy(later))
                .isEqualTo(later);
    }

    /// Some upstreams count a total that is not the sum.
    @Test
    void leavesATotalAsItWasReportedWithBothOfItsParts() {
        Usage odd = new Usage(10, 0, 0, 5, 0, 12, Optional.empty());

        assertThat(Usage.of(0, 0).updatedBy(odd)).isEqualTo(odd);
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> Usage.of(-1, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Usage.of(1, -4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Usage(1, -1, 0, 1, 0, 2, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Usage(1, 0, -1, 1, 0, 2, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Usage(1, 0, 0, 1, -1, 2, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Usage(1, 0, 0, 1, 0, -2, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
