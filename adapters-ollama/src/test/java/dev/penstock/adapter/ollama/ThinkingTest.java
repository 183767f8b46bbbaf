package dev.penstock.adapter.ollama;

import static dev.penstock.adapter.ollama.Chats.asked;
import static dev.penstock.adapter.ollama.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ThinkingTest {
    private static final Set<String> SWITCH = Set.of("true", "false");
    private static final Set<String> LEVELS = Set.of("low", "medium", "high");

    @ParameterizedTest
    @ValueSource(strings = {"'reasoning_effort':'none'", "'enable_thinking':false",
            "'reasoning':{'enabled':false}"})
    void tellsAnyModelNotToThink(String wish) {
        assertThat(asked(wish).path("think")).isEqualTo(json("false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'reasoning_effort':'high'", "'enable_thinking':true", "'thinking_budget':1024",
            "'reasoning':{'effort':'low'}", "'reasoning':{'max_tokens':7}"})
    void tellsAModelThatCanToThink(String wish) {
        assertThat(asked(wish, Chats.PLAIN, SWITCH).path("think")).isEqualTo(json("true"));
    }

    /// Which would refuse it, and clients that always wish for thoughts could not use it.
    @ParameterizedTest
    @ValueSource(strings = {"'reasoning_effort':'high'", "'enable_thinking':true"})
    void wishesForNoThoughtsOfAModelThatCannotThink(String wish) {
        assertThat(asked(wish).has("think")).isFalse();
        assertThat(asked(wish, Chats.PLAIN, Set.of("false")).has("think")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"minimal, low", "low, low", "medium, medium", "high, high", "xhigh, high", "max, high"})
    void saysHowMuchToAModelThatKnowsLevels(String effort, String level) {
        assertThat(asked("'reasoning_effort':'" + effort + "'", Chats.PLAIN, LEVELS).path("think").asText())
                .isEqualTo(level);
    }

    @Test
    void leavesTheLevelToTheModelWhereNoneIsNamed() {
        assertThat(asked("'enable_thinking':true", Chats.PLAIN, LEVELS).has("think")).isFalse();
    }

    @Test
    void takesALevelOfTheModelsOwn() {
        assertThat(
                asked("'reasoning_effort':'max'", Chats.PLAIN, Set.of("high", "max")).path("think").asText())
                .isEqualTo("max");
    }

    @Test
    void asksNobodyWhatAModelCanWhereNothingIsWished() {
        var asked = AskedChat.of(json("{'messages':[]}"), "m", true, Chats.PLAIN, () -> {
            throw new AssertionError("asked");
        });

        assertThat(asked.has("think")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{'thinking':{'values':['low','high'],'default':'low'},'capabilities':['thinking']}; high,low",
            "{'thinking':{'values':[true,false]}}; false,true", "{'capabilities':['completion']}; ``",
            "{'capabilities':['completion','thinking'],'details':{'family':'qwen3'}}; true",
            "{'capabilities':['thinking'],'details':{'family':'gptoss'}}; high,low,medium",
            "{'capabilities':['thinking'],'details':{'family':'gpt-oss'}}; high,low,medium",
            "{'details':{'family':'gptoss'}}; ``", "[]; ``"})
    void readsWhatTheServerShowsOfAModel(String shown, String levels) {
        assertThat(String.join(",", ThinkingModels.read(json(shown)).stream().sorted().toList()))
                .isEqualTo(levels);
    }
}
