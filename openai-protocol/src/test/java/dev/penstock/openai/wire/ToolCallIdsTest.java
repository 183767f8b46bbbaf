package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallIdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"call_0", "toolu_01A-b", "0"})
    void aLegalIdStaysAsItIs(String id) {
        assertThat(ToolCallIds.encode(id)).isEqualTo(id);
        assertThat(ToolCallIds.decode(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"functions.Bash:0", "调用一", "", " ", "a/b", "psid_", "psid_YQ"})
    void everyOtherIdIsMappedToALegalOneAndBack(String id) {
        assertThat(ToolCallIds.encode(id)).matches("[a-zA-Z0-9_-]+").isNotEqualTo(id);
        assertThat(ToolCallIds.decode(ToolCallIds.encode(id))).isEqualTo(id);
    }

    @Test
    void twoIdsNeverBecomeOne() {
        List<String> ids = List.of("functions.Bash:0", "functions.Bash.0", "functions_Bash_0", "调用一", "调用二",
                "psid_YQ", ToolCallIds.encode("psid_YQ"), "");

        assertThat(ids.stream().map(ToolCallIds::encode)).doesNotHaveDuplicates();
    }

    @Test
    void anIdThatOnlyLooksEncodedStaysAsItIs() {
        assertThat(ToolCallIds.decode("psid_*")).isEqualTo("psid_*");
    }

    @Test
    void freshIdsAreLegalAndDiffer() {
        assertThat(ToolCallIds.fresh()).matches("[a-zA-Z0-9_-]+").isNotEqualTo(ToolCallIds.fresh());
    }
}
