package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.openai.wire.ToolCallIds.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallIdsTest {
    private static final String LEGAL = "[a-zA-Z0-9_-]{1,64}";

    @ParameterizedTest
    @ValueSource(strings = {"call_1", "toolu_01A", "a-b", "pstk_0_YTpi", "pstk_"})
    void anIdThatAnthropicAcceptsStaysAsItIs(String id) {
        ToolCallIds ids = new ToolCallIds(Rule.RESTRICTED);

        assertThat(ids.call(id)).isEqualTo(id);
        assertThat(ids.result(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"functions.Bash:0", "调用一", "", " ", "a b", "call_١", "\uD800", "é"})
    void everyOtherIdBecomesALegalOneForItsCallAndItsResult(String id) {
        ToolCallIds ids = new ToolCallIds(Rule.RESTRICTED);
        String call = ids.call(id);

        assertThat(call).matches(LEGAL);
        assertThat(ids.result(id)).isEqualTo(call);
    }

    @ParameterizedTest
    @EnumSource
    void manyDifferentIdsStayDifferent(Rule rule) {
        List<String> odd = List.of("functions.Bash:0", "functions.Bash.0", "functions_Bash_0", "调用一", "调用二",
                "", " ", "a", "a ", "a".repeat(64), "a".repeat(65), "a".repeat(66), "é".repeat(5000),
                "é".repeat(5001), "\uD800", "\uD801", "?", "pstk_0_ZnVuY3Rpb25zLkJhc2g6MA");
        ToolCallIds ids = new ToolCallIds(rule);
        List<String> calls = odd.stream().map(ids::call).toList();

        assertThat(calls).doesNotHaveDuplicates().doesNotContain("");
        assertThat(odd.stream().map(ids::result)).containsExactlyElementsOf(calls);
        if (rule == Rule.RESTRICTED) {
            assertThat(calls).allMatch(id -> id.matches(LEGAL));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"call_0", "", "functions.Bash:0"})
    void oneIdForACallInEveryTurnBecomesOnePerCall(String id) {
        ToolCallIds ids = new ToolCallIds(Rule.RESTRICTED);
        Set<String> seen = new HashSet<>();
        for (int turn = 0; turn < 20; turn++) {
            String call = ids.call(id);
            assertThat(call).matches(LEGAL);
            assertThat(seen.add(call)).isTrue();
            ids.endTurn();
            assertThat(ids.result(id)).isEqualTo(call);
            ids.endTurn();
        }
    }

    @Test
    void resultsOfParallelCallsWithOneIdBelongToThemInOrder() {
        ToolCallIds ids = new ToolCallIds(Rule.RESTRICTED);
        String first = ids.call("a");
        String second = ids.call("a");
        ids.endTurn();

        assertThat(List.of(ids.result("a"), ids.result("a"))).containsExactly(first, second);
    }

    @Test
    void aCallThatWasNeverAnsweredDoesNotTakeTheResultOfALaterTurn() {
        ToolCallIds ids = new ToolCallIds(Rule.RESTRICTED);
        String interrupted = ids.call("call_0");
        ids.endTurn();
        String answered = ids.call("call_0");
        ids.endTurn();

        assertThat(ids.result("call_0")).isEqualTo(answered).isNotEqualTo(interrupted);
        assertThat(ids.result("call_0")).isEqualTo(interrupted);
    }

    @ParameterizedTest
    @EnumSource
    void aLongerConversationKeepsTheIdsOfItsBeginning(Rule rule) {
        List<String> steps = List.of("+a", "+a", "|", "-a", "|", "-b", "+b", "+a", "|", "+a", "|", "-a", "-a",
                "-a", "+a:b", "+pstk_0_YTpi", "-pstk_0_YTpi", "-a:b", "+", "-", "+", "-", "+a:b", "-a:b");
        List<String> whole = played(steps, rule);
        for (int length = 0; length < steps.size(); length++) {
            List<String> beginning = played(steps.subList(0, length), rule);
            assertThat(beginning).isEqualTo(whole.subList(0, beginning.size()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"functions.Bash:0", "调用一", "a b", "pstk_0_YTpi", "pstk_", "toolu_1",
            "{\"signed\":\"…\"}"})
    void aClientsIdBecomesWhatTheUpstreamWrote(String written) {
        String given = AnswerCallIds.restricted(Set.of(), "core").next(written);

        assertThat(given).matches("[a-zA-Z0-9_-]+");
        assertThat(new ToolCallIds(Rule.AS_WRITTEN_UPSTREAM).call(given)).isEqualTo(written);
    }

    @Test
    void aLongIdOfAnUpstreamIsGivenBackWhole() {
        String written = "call.".repeat(500);

        String given = AnswerCallIds.restricted(Set.of(), "core").next(written);

        assertThat(given).matches("[a-zA-Z0-9_-]+");
        assertThat(new ToolCallIds(Rule.AS_WRITTEN_UPSTREAM).call(given)).isEqualTo(written);
        assertThat(new ToolCallIds(Rule.RESTRICTED).call(given)).matches(LEGAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pstk_0_", "pstk_0_*", "pstk_0_YQ", "pstk_0_YTpiX", "pstk_1_YTpi", "pstk_h0_x",
            "psid_YQ"})
    void anIdThatTheGatewayDidNotWriteIsNotReadBack(String id) {
        assertThat(new ToolCallIds(Rule.AS_WRITTEN_UPSTREAM).call(id)).isEqualTo(id);
    }

    @Test
    void anAnswersIdsAreNewInTheConversation() {
        ToolCallIds history = new ToolCallIds(Rule.AS_WRITTEN_UPSTREAM);
        List<String> calls = new ArrayList<>(List.of(history.call("call_0"), history.call("call_0")));
        AnswerCallIds answer = AnswerCallIds.restricted(history.known(), "core");
        for (String given : new String[]{"call_0", "call_0", "", "", "a:b", "a:b", "call_core_2"}) {
            calls.add(answer.next(given));
        }

        assertThat(calls).doesNotHaveDuplicates().allMatch(id -> id.matches(LEGAL));
    }

    @Test
    void anIdThatIsMadeForAnUpstreamFitsInto40Characters() {
        ToolCallIds ids = new ToolCallIds(Rule.ANY);
        String id = "chatcmpl-tool-0123456789abcdef0123456789abcdef";

        assertThat(ids.call(id)).isEqualTo(id);
        assertThat(ids.call(id)).hasSizeLessThanOrEqualTo(40).isNotEqualTo(ids.call(id));
    }

    @Test
    void callsAndResultsInChatMessagesGetTheSameIds() {
        var messages = CarriedJson.parsed("""
                [{"role":"assistant","tool_calls":[{"id":"调用一"},{},{"id":null}]},
                {"role":"tool","tool_call_id":"调用一"},{"role":"tool"},{"role":"tool","tool_call_id":null}]""")
                .orElseThrow();

        new ToolCallIds(Rule.RESTRICTED).rewrite(messages);

        assertThat(messages.findValuesAsText("id")).hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches(LEGAL))
                .isEqualTo(messages.findValuesAsText("tool_call_id"));
    }

    private static List<String> played(List<String> steps, Rule rule) {
        ToolCallIds ids = new ToolCallIds(rule);
        List<String> given = new ArrayList<>();
        for (String step : steps) {
            switch (step.charAt(0)) {
                case '+' -> given.add(ids.call(step.substring(1)));
                case '-' -> given.add(ids.result(step.substring(1)));
                default -> ids.endTurn();
            }
        }
        return given;
    }
}
