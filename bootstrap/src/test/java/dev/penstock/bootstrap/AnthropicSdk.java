package dev.penstock.bootstrap;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Anthropic's own Java SDK, pointed at a gateway that it closes with itself.
record AnthropicSdk(RunningGateway gateway, AnthropicClient client) implements AutoCloseable {
    static AnthropicSdk of(RunningGateway gateway, int retries) {
        return new AnthropicSdk(gateway, AnthropicOkHttpClient.builder()
                .baseUrl(gateway.uri("").toString())
                .apiKey(RunningGateway.CLIENT_KEY)
                .maxRetries(retries)
                .build());
    }

    static MessageCreateParams.Builder asking(String prompt) {
        return MessageCreateParams.builder().model("qwen3-max").maxTokens(4096).addUserMessage(prompt);
    }

    static MessageCreateParams.Builder withTool(MessageCreateParams.Builder ask) {
        return ask.addTool(Tool.builder()
                .name("get_weather")
                .description("Get the weather of a city")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                                .build())
                        .addRequired("city")
                        .build())
                .build());
    }

    Message create(MessageCreateParams.Builder ask) {
        return client.messages().create(ask.build());
    }

    /// The message that the events make.
    Message stream(MessageCreateParams.Builder ask) {
        MessageAccumulator answer = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(ask.build())) {
            events.stream().forEach(answer::accumulate);
        }
        return answer.message();
    }

    static String text(Message answer) {
        return answer.content()
                .stream()
                .filter(ContentBlock::isText)
                .map(block -> block.asText().text())
                .collect(Collectors.joining());
    }

    static List<ToolUseBlock> calls(Message answer) {
        return answer.content()
                .stream()
                .filter(ContentBlock::isToolUse)
                .map(ContentBlock::asToolUse)
                .toList();
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
