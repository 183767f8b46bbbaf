package dev.penstock.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UsageTest {

    @Test
    void addsPromptAndCompletion() {
        assertThat(Usage.of(3, 4)).isEqualTo(new Usage(3, 0, 4, 0, 7, Optional.empty()));
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> Usage.of(-1, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Usage.of(1, -4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Usage(1, -1, 1, 0, 2, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Usage(1, 0, 1, -1, 2, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Usage(1, 0, 1, 0, -2, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
