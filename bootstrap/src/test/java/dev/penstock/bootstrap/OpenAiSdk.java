package dev.penstock.bootstrap;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;

/// OpenAI's own Java SDK, pointed at a gateway that it closes with itself.
final class OpenAiSdk implements AutoCloseable {
    private RunningGateway gateway;
    private OpenAIClient client;

    private OpenAiSdk(RunningGateway gateway, OpenAIClient client) {
        this.gateway = gateway;
        this.client = client;
    }

    /// One that has the usual key and tries nothing again.
    static OpenAiSdk of(RunningGateway gateway) {
        return new OpenAiSdk(gateway, client(gateway, RunningGateway.CLIENT_KEY, 0));
    }

    private static OpenAIClient client(RunningGateway gateway, String key, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey(key)
                .maxRetries(retries)
                .build();
    }

    RunningGateway gateway() {
        return gateway;
    }

    OpenAIClient client() {
        return client;
    }

    /// Turns to another gateway, and closes the one before.
    void use(RunningGateway other) {
        use(other, 0);
    }

    /// The same, and tries so often again from now on.
    void use(RunningGateway other, int retries) {
        close();
        gateway = other;
        client = client(other, RunningGateway.CLIENT_KEY, retries);
    }

    /// Comes to the same gateway with another key.
    void present(String key) {
        client.close();
        client = client(gateway, key, 0);
    }

    static ResponseCreateParams.Builder asking(String prompt) {
        return ResponseCreateParams.builder().model("qwen3-max").input(prompt);
    }

    /// The completion that the chunks make.
    ChatCompletion stream(ChatCompletionCreateParams.Builder ask) {
        ChatCompletionAccumulator answer = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> chunks = client.chat()
                .completions()
                .createStreaming(ask.build())) {
            chunks.stream().forEach(answer::accumulate);
        }
        return answer.chatCompletion();
    }

    /// The response that the events make.
    Response stream(ResponseCreateParams.Builder ask) {
        ResponseAccumulator whole = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(ask.build())) {
            events.stream().forEach(whole::accumulate);
        }
        return whole.response();
    }

    static String text(Response response) {
        StringBuilder text = new StringBuilder();
        response.output()
                .forEach(item -> item.message()
                        .ifPresent(message -> message.content()
                                .forEach(part -> text.append(part.asOutputText().text()))));
        return text.toString();
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
