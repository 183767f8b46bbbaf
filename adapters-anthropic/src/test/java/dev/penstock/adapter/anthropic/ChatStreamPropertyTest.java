package dev.penstock.adapter.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.openai.wire.CarriedJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whatever the message and however it is cut, a client gets all of it, and one finish.
final class ChatStreamPropertyTest {
    private static final int MESSAGES = 2000;

    @Test
    void keepsItsPromisesForAnyMessageInAnyPieces() {
        for (long seed = 0; seed < MESSAGES; seed++) {
            RandomMessage message = new RandomMessage(seed);

            Streamed told = Streamed.of(message.pieces());

            String as = "seed " + seed;
            assertThat(told.end()).as(as)
                    .contains(new ChatEnd(
                            message.inputs.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS,
                            Optional.of(message.usage)));
            assertThat(joined(told, "content")).as(as).isEqualTo(message.text.toString());
            assertThat(joined(told, "reasoning_content")).as(as).isEqualTo(message.thought.toString());
            assertThat(Thoughts.blocks(details(told)).valueStream()).as(as)
                    .containsExactlyElementsOf(message.thoughts);
            assertThat(arguments(told)).as(as).containsExactlyElementsOf(message.inputs);
            assertThat(told.choices()).as(as)
                    .filteredOn(choice -> !choice.path("finish_reason").isNull())
                    .containsExactly(told.choices().getLast());
            assertThat(told.deltas()).as(as)
                    .filteredOn(delta -> delta.has("role"))
                    .containsExactly(told.deltas().getFirst());
            assertUsageIsExactAndLast(told, message, as);
        }
    }

    private static void assertUsageIsExactAndLast(Streamed told, RandomMessage message, String as) {
        JsonNode usage = told.json().getLast().path("usage");

        assertThat(told.chunks()).as(as)
                .filteredOn(chunk -> chunk.usageOnly())
                .containsExactly(told.chunks().getLast());
        assertThat(usage.path("prompt_tokens").asLong()).as(as).isEqualTo(message.usage.promptTokens());
        assertThat(usage.path("completion_tokens").asLong()).as(as)
                .isEqualTo(message.usage.completionTokens());
        assertThat(usage.path("prompt_tokens_details").path("cached_tokens").asLong()).as(as)
                .isEqualTo(message.usage.cachedTokens());
    }

    private static String joined(Streamed told, String member) {
        StringBuilder all = new StringBuilder();
        told.deltas().forEach(delta -> all.append(delta.path(member).asText("")));
        return all.toString();
    }

    private static ArrayNode details(Streamed told) {
        ArrayNode details = CarriedJson.NODES.arrayNode();
        told.deltas().forEach(delta -> delta.path("reasoning_details").forEach(details::add));
        return details;
    }

    /// Of each call; what they make together is JSON.
    private static List<String> arguments(Streamed told) {
        Map<Integer, StringBuilder> all = new TreeMap<>();
        told.deltas()
                .forEach(delta -> delta.path("tool_calls")
                        .forEach(call -> all
                                .computeIfAbsent(call.path("index").asInt(), _ -> new StringBuilder())
                                .append(call.path("function").path("arguments").asText())));
        assertThat(all.values()).allSatisfy(
                text -> assertThat(CarriedJson.parsed(text.toString())).isPresent());
        return all.values().stream().map(StringBuilder::toString).toList();
    }
}
