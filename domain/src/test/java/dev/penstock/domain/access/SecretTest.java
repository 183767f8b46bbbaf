package dev.penstock.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecretTest {
    private final Secret secret = Secret.of("sk-test-1");

    @Test
    void showsItselfOnlyToWhoeverAsks() {
        assertThat(secret.reveal()).isEqualTo("sk-test-1");
        assertThat(secret).hasToString("***");
        assertThat(String.valueOf(Optional.of(List.of(secret)))).doesNotContain("sk-test-1");
    }

    @Test
    void matchesTheSameTextAndNoOther() {
        assertThat(secret.matches(Secret.of("sk-test-1"))).isTrue();
        assertThat(secret.matches(Secret.of("sk-test-2"))).isFalse();
        assertThat(secret.matches(Secret.of("sk-test-1 "))).isFalse();
        assertThat(secret.matches(Secret.of("sk-test-"))).isFalse();
    }

    @Test
    void isBlottedOutOfWhatOthersSay() {
        assertThat(secret.redact("the key sk-test-1 is wrong (sk-test-1)"))
                .isEqualTo("the key *** is wrong (***)");
        assertThat(secret.redact("the key is wrong")).isEqualTo("the key is wrong");
    }

    @Test
    void isNeverEmpty() {
        assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
    }
}
