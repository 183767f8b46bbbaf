package dev.penstock.bootstrap;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;

/// LangChain4j's models for one of the two chat APIs, pointed at a gateway, with the HTTP client they bring.
record LangChain(ChatModel whole, StreamingChatModel streaming) {
    private static final String MODEL = "qwen3-max";

    /// @param retries how often the whole model asks again; the streaming one never does
    /// @param timeout for the head of an answer
    static LangChain openAi(RunningGateway gateway, int retries, Duration timeout) {
        String url = gateway.uri("/v1").toString();
        return new LangChain(OpenAiChatModel.builder()
                .baseUrl(url)
                .apiKey(RunningGateway.CLIENT_KEY)
                .modelName(MODEL)
                .returnThinking(true)
                .maxRetries(retries)
                .timeout(timeout)
                .build(),
                OpenAiStreamingChatModel.builder()
                        .baseUrl(url)
                        .apiKey(RunningGateway.CLIENT_KEY)
                        .modelName(MODEL)
                        .returnThinking(true)
                        .timeout(timeout)
                        .build());
    }

    /// One that tries nothing again.
    static LangChain openAi(RunningGateway gateway) {
        return openAi(gateway, 0, Duration.ofMinutes(1));
    }

    /// One that thinks, and tries nothing again.
    static LangChain anthropic(RunningGateway gateway) {
        String url = gateway.uri("/v1").toString();
        return new LangChain(AnthropicChatModel.builder()
                .baseUrl(url)
                .apiKey(RunningGateway.CLIENT_KEY)
                .modelName(MODEL)
                .maxTokens(4096)
                .thinkingType("enabled")
                .thinkingBudgetTokens(2048)
                .returnThinking(true)
                .maxRetries(0)
                .build(),
                AnthropicStreamingChatModel.builder()
                        .baseUrl(url)
                        .apiKey(RunningGateway.CLIENT_KEY)
                        .modelName(MODEL)
                        .maxTokens(4096)
                        .thinkingType("enabled")
                        .thinkingBudgetTokens(2048)
                        .returnThinking(true)
                        .build());
    }

    static ChatRequest asking(String prompt) {
        return ChatRequest.builder().messages(UserMessage.from(prompt)).build();
    }

    static ChatRequest withTool(ChatRequest ask) {
        return ask.toBuilder()
                .toolSpecifications(ToolSpecification.builder()
                        .name("get_weather")
                        .description("Get the weather of a city")
                        .parameters(JsonObjectSchema.builder()
                                .addStringProperty("city")
                                .required("city")
                                .build())
                        .build())
                .build();
    }

    /// The answer to it, in either way.
    ChatResponse answer(ChatRequest ask, boolean streamed) {
        return streamed ? stream(ask).answer() : whole.chat(ask);
    }

    /// All that is told of the answer.
    HeardStream stream(ChatRequest ask) {
        return stream(ask, new HeardStream());
    }

    HeardStream stream(ChatRequest ask, HeardStream heard) {
        streaming.chat(ask, heard);
        heard.awaitEnd();
        return heard;
    }
}
