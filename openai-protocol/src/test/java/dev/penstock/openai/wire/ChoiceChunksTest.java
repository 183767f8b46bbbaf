package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.usage.Usage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChoiceChunksTest {
    private final ChoiceChunks chunks = new ChoiceChunks(new ChatFrame("chatcmpl-1", "m", 7));

    @Test
    void saysTheRoleOnceAndUsageLast() {
        chunks.say("content", "");
        chunks.say("content", "é\n");
        chunks.call(CarriedJson.object().put("index", 0));
        chunks.finish(FinishReason.OTHER);
        chunks.usage(ChatFrame.usage(new Usage(11, 4, 0, 7, 3, 18, Optional.empty())));

        assertThat(chunks.take()).extracting(chunk -> chunk.json().text())
                .containsExactly(chunk("{\"role\":\"assistant\",\"content\":\"é\\n\"}", "null"),
                        chunk("{\"tool_calls\":[{\"index\":0}]}", "null"), chunk("{}", "\"stop\""),
                        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":[],"
                                + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":4},"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":3}}}");
        assertThat(chunks.take()).isEmpty();
    }

    @Test
    void marksTheChunkThatOnlyTellsUsage() {
        chunks.finish(FinishReason.LENGTH);
        chunks.usage(CarriedJson.object());

        assertThat(chunks.take()).extracting(ChatChunk::usageOnly).containsExactly(false, true);
    }

    private static String chunk(String delta, String finish) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}";
    }
}
