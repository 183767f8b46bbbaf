package dev.penstock.domain.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FailureDetailTest {
    @Test
    void editsEveryTextOfADetailAndNothingElse() {
        FailureDetail detail = new FailureDetail("a message", OptionalInt.of(401), Optional.of("a code"),
                Optional.of("a type"), Optional.of("a param"), Optional.empty());

        assertThat(detail.withTexts(text -> text.replace("a ", "***")))
                .isEqualTo(new FailureDetail("***message", OptionalInt.of(401), Optional.of("***code"),
                        Optional.of("***type"), Optional.of("***param"), Optional.empty()));
    }
}
