package dev.penstock.domain.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount in the currency its source counts in, in billionths, so that sums of small prices stay exact.
///
/// @param nanos billionths of one unit
public record Money(long nanos) {
    private static final int SCALE = 9;

    /// Rounds half up to a billionth.
    ///
    /// @throws ArithmeticException if the amount does not fit
    public static Money of(BigDecimal amount) {
        return new Money(amount.movePointRight(SCALE).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /// Plain digits without trailing zeros, such as `0.00042`.
    @Override
    public String toString() {
        BigDecimal amount = BigDecimal.valueOf(nanos, SCALE);
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
