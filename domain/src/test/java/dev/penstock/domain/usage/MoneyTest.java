package dev.penstock.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MoneyTest {

    @ParameterizedTest
    @CsvSource({"0.00042, 420000", "1, 1000000000", "4.2E-4, 420000", "0, 0", "1E-20, 0", "-0.5, -500000000",
            "0.0000000005, 1", "0.00000000049, 0"})
    void countsInBillionthsRoundedHalfUp(BigDecimal amount, long nanos) {
        assertThat(Money.of(amount).nanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"420000, 0.00042", "0, 0", "1000000000, 1", "100000000000, 100", "1, 0.000000001",
            "-500000000, -0.5"})
    void isWrittenInPlainDigits(long nanos, String written) {
        assertThat(new Money(nanos)).hasToString(written);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Money.of(new BigDecimal("1E10"))).isInstanceOf(ArithmeticException.class);
    }
}
