package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

final class CarriedJsonTest {
    /// Which a parser that guesses encodings takes for UTF-32.
    private static final byte[] NO_TEXT = {0, 0x7B, 0, 0, 1, 2, 3};

    @Test
    void takesBytesThatAreNoTextForNoJson() {
        assertThat(CarriedJson.parsed(NO_TEXT)).isEmpty();
    }

    @Test
    void tellsAPlaceForThemAsForAllThatIsNoJson() {
        assertThatThrownBy(() -> CarriedJson.read(NO_TEXT)).isInstanceOfSatisfying(
                JsonProcessingException.class,
                e -> assertThat(e.getLocation()).isNotNull());
    }
}
