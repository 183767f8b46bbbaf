package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.domain.usage.Money;
import dev.penstock.domain.usage.Usage;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageJsonTest {
    @Test
    void readsPartsAndCost() throws Exception {
        assertThat(read("{'prompt_tokens':10,'completion_tokens':4,'total_tokens':14,"
                + "'prompt_tokens_details':{'cached_tokens':8},'completion_tokens_details':{'reasoning_tokens':3},"
                + "'cost':0.00042}"))
                .contains(new Usage(10, 8, 0, 4, 3, 14, Optional.of(Money.of(new BigDecimal("0.00042")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'prompt_tokens_details':{'cache_creation_input_tokens':6}",
            "'prompt_tokens_details':{'cache_write_tokens':6}", "'cache_creation_input_tokens':6",
            "'prompt_tokens_details':{'cache_creation_input_tokens':6,'cache_write_tokens':6},'cache_write_tokens':6"})
    void readsCacheWritesWhateverTheyAreCalled(String member) throws Exception {
        assertThat(read("{'prompt_tokens':10,'completion_tokens':4," + member + "}"))
                .contains(new Usage(10, 0, 6, 4, 0, 14, Optional.empty()));
    }

    @Test
    void doesWithoutDetailsAndTotal() throws Exception {
        assertThat(read("{'prompt_tokens':10,'completion_tokens':4,'prompt_tokens_details':null}"))
                .contains(Usage.of(10, 4));
    }

    @Test
    void takesNothingForUnknown() throws Exception {
        assertThat(read("null")).isEmpty();
        assertThat(read("{}")).isEmpty();
    }

    @Test
    void staysWithinBoundsWhateverIsWritten() throws Exception {
        assertThat(read("{'prompt_tokens':9223372036854775807,'completion_tokens':1e300,'cost':1e999}"))
                .hasValueSatisfying(usage -> {
                    assertThat(usage.totalTokens())
                            .isEqualTo(usage.promptTokens() + usage.completionTokens());
                    assertThat(usage.cost()).isEmpty();
                });
        assertThat(read("{'prompt_tokens':-5,'completion_tokens':'x'}")).contains(Usage.of(0, 0));
    }

    private static Optional<Usage> read(String json) throws Exception {
        return UsageJson.read(new JsonMapper().readTree(json.replace('\'', '"')));
    }
}
