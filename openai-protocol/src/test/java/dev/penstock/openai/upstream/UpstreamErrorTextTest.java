package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.EventReader;
import dev.penstock.openai.wire.ServerEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The text of an upstream's error, in each shape that was seen, and the words for a prompt that does not fit.
final class UpstreamErrorTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"detail":"needs 13055 tokens"}                                            | needs 13055 tokens
            {"detail":[{"loc":["body","messages",0],"msg":"field required","type":"v"}]} | body.messages.0: field required
            {"detail":{"message":"inner"}}                                             | inner
            [{"error":{"code":400,"message":"Invalid value"}}]                         | Invalid value
            {"message":"bad thing"}                                                    | bad thing
            {"errors":["a","b"]}                                                       | a; b
            {"errors":[{"message":"a"},{"detail":"b"}]}                                | a; b
            {"error":"text"}                                                           | text
            {"error":"Bad Request","message":"why"}                                    | why
            {"error":{"detail":"deep"}}                                                | deep
            {"error":["one","two"]}                                                    | one; two
            {"error":{"message":"{\\"error\\":{\\"message\\":\\"nested\\"}}"}}     | nested
            {"error":{"message":"Provider returned error","metadata":{"raw":"{\\"message\\":\\"cause\\"}"}}} | Provider returned error: cause
            {"error_code":17,"error_msg":"daily limit"}                                | daily limit
            {"error_message":"m"}                                                      | m
            {"msg":"m","success":false}                                                | m
            {"code":"InvalidParameter","message":"m","request_id":"r"}                 | m
            {"title":"Bad Request","detail":"why","status":400}                        | why
            "a string"                                                                 | a string
            model is not loaded                                                        | model is not loaded
            {'error': 'python'}                                                        | {'error': 'python'}
            {"oops":1}                                                                 | {"oops":1}
            """, quoteCharacter = '~')
    void reachesTheClientInEveryCommonShape(String body, String text) {
        assertThat(ErrorJson.readBody(body.getBytes(StandardCharsets.UTF_8)).orElseThrow().message())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "", "<html><title>502</title></html>", "{\"choices\":[]}"})
    void isMissingWhereNothingIsSaid(String body) {
        assertThat(ErrorJson.readBody(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"detail\":\"why\"}", "[{\"error\":{\"message\":\"why\"}}]",
            "{\"message\":\"why\"}",
            "{\"errors\":[\"why\"]}", "{\"error\":\"why\"}"})
    void isReadFromEventsWithAndWithoutAName(String data) {
        for (String name : List.of("", "event: error\n")) {
            List<ServerEvent> events = new ArrayList<>();
            byte[] bytes = (name + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
            EventReader reader = new EventReader();
            reader.feed(bytes, 0, bytes.length, events::add);
            assertThat(ErrorJson.read(events.getFirst()).orElseThrow().message()).isEqualTo("why");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Range of input length should be [1, 30720]",
            "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 98304]",
            "Total message token length exceed model limit (10000 tokens).",
            "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
            "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens",
            "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300000 tokens.",
            "Please reduce the length of the messages or completion.",
            "The decoder prompt (length 9000) is longer than the maximum model length of 4096.",
            "The prompt (total length 25938) is too long to fit into the model (context length 4096).",
            "the request exceeds the available context size. try increasing the context size",
            "request (9000 tokens) exceeds the available context size (4096 tokens), try increasing it",
            "input is larger than the max context size. skipped",
            "Requested tokens (5000) exceed context window of 4096",
            "Trying to keep the first 13055 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens",
            "The number of tokens to keep from the initial prompt is greater than the context length.",
            "Reached context length of 4096 tokens with this model, but this model does not currently support mid-generation context overflow",
            "prompt too long; exceeded max context length by 12 tokens",
            "the input length exceeds the context length",
            "prompt is too long: 210000 tokens > 200000 maximum",
            "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000",
            "Input is too long for requested model.",
            "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
            "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
            "The input (9000 tokens) is longer than the model's context length (4096 tokens).",
            "Requested token count exceeds the model's maximum context length of 131072 tokens.",
            "Input length (265330 tokens) exceeds the maximum allowed length (262139 tokens).",
            "Your input exceeds the context window of this model.",
            "invalid params, context window exceeds limit (2013)",
            "Invalid request: Your request exceeded model token limit: 262144 (requested: 270000)",
            "Prompt exceeds max length",
            "Prompt 超长",
            "This model's maximum prompt length is 131072 but the request contains 136973 tokens.",
            "prompt token count of 5000 exceeds the limit of 4096",
            "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 9000 `inputs` tokens",
            "Input validation error: `inputs` must have less than 4095 tokens. Given: 9000"})
    void tellsThatAPromptDoesNotFit(String words) {
        String json = "{\"error\":\"" + words + "\"}";
        var detail = ErrorJson.readBody(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        for (var each : List.of(detail, detail.withStatus(400), detail.withStatus(413),
                detail.withStatus(500))) {
            UpstreamFailure failure = FailureTable.classify(each);

            assertThat(failure).isInstanceOf(UpstreamFailure.Rejected.class);
            assertThat(failure.detail().code()).contains("context_length_exceeded");
            assertThat(failure.detail().status()).hasValue(400);
            assertThat(failure.detail().message()).isEqualTo(words);
        }
        assertThat(FailureTable.classify(detail.withStatus(429)))
                .isInstanceOf(UpstreamFailure.Throttled.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"The context is missing.", "max_tokens must be at least 1",
            "The length of 'stop' exceeds 4",
            "You exceeded your current quota", "The image exceeds 5 MB maximum: 6291456 bytes"})
    void takesNoOtherErrorForAPromptThatDoesNotFit(String words) {
        var detail = FailureDetail.of(words).withStatus(400);

        assertThat(FailureTable.classify(detail).detail().code()).isEmpty();
    }
}
