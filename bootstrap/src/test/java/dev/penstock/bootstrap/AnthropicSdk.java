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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Anthropic's own Java SDK, pointed at a gateway that it closes with itself.
final class AnthropicSdk implements AutoCloseable {
    private RunningGateway gateway;
    private AnthropicClient client;

    private AnthropicSdk(RunningGateway gateway, AnthropicClient client) {
        this.gateway = gateway;
        this.client = client;
    }

    /// One that has the usual key and tries nothing again.
    static AnthropicSdk of(RunningGateway gateway) {
        return new AnthropicSdk(gateway, client(gateway).apiKey(RunningGateway.CLIENT_KEY).build());
    }

    private static AnthropicOkHttpClient.Builder client(RunningGateway gateway) {
        return AnthropicOkHttpClient.builder().baseUrl(gateway.uri("").toString()).maxRetries(0);
    }

    RunningGateway gateway() {
        return gateway;
    }

    AnthropicClient client() {
        return client;
    }

    /// Turns to another gateway, and closes the one before.
    void use(RunningGateway other) {
        use(other, 0);
    }

    /// The same, and tries so often again from now on.
    void use(RunningGateway other, int retries) {
        use(other, builder -> builder.apiKey(RunningGateway.CLIENT_KEY).maxRetries(retries));
    }

    /// The same, as a client that has a key, and what else it is to have.
    void use(RunningGateway other, UnaryOperator<AnthropicOkHttpClient.Builder> with) {
        close();
        gateway = other;
        client = with.apply(client(other)).build();
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
