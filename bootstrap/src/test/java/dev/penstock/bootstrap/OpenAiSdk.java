package dev.penstock.bootstrap;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;

/// OpenAI's own Java SDK, pointed at a gateway.
final class OpenAiSdk {
    private OpenAiSdk() {}

    /// A client for the caller to close.
    static OpenAIClient client(RunningGateway gateway, String key, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey(key)
                .maxRetries(retries)
                .build();
    }

    /// One that has the gateway's usual key and tries nothing again.
    static OpenAIClient client(RunningGateway gateway) {
        return client(gateway, RunningGateway.CLIENT_KEY, 0);
    }

    static ResponseCreateParams.Builder asking(String prompt) {
        return ResponseCreateParams.builder().model("qwen3-max").input(prompt);
    }

    /// The response that the events make.
    static Response stream(OpenAIClient client, ResponseCreateParams.Builder ask) {
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
}
