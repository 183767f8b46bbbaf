package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class VerdictTest {
    @Test
    void neverHasTheSecretsOfTheSettings() {
        assertThat(Verdict.of(new IllegalStateException("cannot log in at db with sk-test-password"),
                Map.of("password", "sk-test-password", "host", "db")))
                .isEqualTo("IllegalStateException: cannot log in at db with ***");
    }
}
