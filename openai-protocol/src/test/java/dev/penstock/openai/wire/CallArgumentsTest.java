package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallArgumentsTest {
    @ParameterizedTest
    @ValueSource(strings = {"{\"b\":1,\"a\":1.0,\"c\":-0,\"d\":1E400}", "{\"z\":[1,\"é\"],\"a\":{}}", "{}"})
    void keepsTheOrderOfKeysAndTheSpellingOfNumbers(String json) throws IOException {
        assertThat(CallArguments.text(CallArguments.object(json))).isEqualTo(json);
        assertThat(CallArguments.text(CarriedJson.read(json))).isEqualTo(json);
    }

    @Test
    void takesNothingForNoArguments() {
        assertThat(CallArguments.object(" ")).isEmpty();
        assertThat(CallArguments.text(CarriedJson.NODES.missingNode())).isEqualTo("{}");
    }

    @Test
    void wrapsWhatIsNoJson() {
        assertThat(CallArguments.object("{\"a\":")).isEqualTo(
                CarriedJson.object().put("INVALID_JSON", "{\"a\":"));
    }
}
