package dev.penstock.adapter.dashscope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.openai.wire.ChatJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The quirks of DashScope, as its documentation and its users tell them.
final class DashScopeDialectTest {
    private final DashScopeDialect dialect = new DashScopeDialect(false);

    @ParameterizedTest
    @CsvSource({"400, InvalidParameter, Rejected, 400", "400, invalid_parameter_error, Rejected, 400",
            "400, invalid_value, Rejected, 400",
            "400, InvalidParameter.NotSupportEnableThinking, Rejected, 400",
            "400, DataInspectionFailed, ContentFiltered, 400",
            "400, data_inspection_failed, ContentFiltered, 400",
            "400, Arrearage, CredentialUnusable, 402", "401, InvalidApiKey, CredentialUnusable, 401",
            "401, invalid_api_key, CredentialUnusable, 401", "403, AccessDenied, CredentialUnusable, 403",
            "403, access_denied, CredentialUnusable, 403",
            "403, AccessDenied.Unpurchased, CredentialUnusable, 403",
            "403, Model.AccessDenied, CredentialUnusable, 403",
            "403, Workspace.AccessDenied, CredentialUnusable, 403",
            "403, Endpoint.AccessDenied, CredentialUnusable, 403",
            "403, AllocationQuota.FreeTierOnly, CredentialUnusable, 403",
            "403, insufficient_quota, CredentialUnusable, 403", "404, ModelNotFound, ModelMissing, 404",
            "404, model_not_found, ModelMissing, 404", "404, model_not_supported, ModelMissing, 404",
            "400, model_not_supported, ModelMissing, 400", "429, Throttling, Throttled, 429",
            "429, Throttling.RateQuota, Throttled, 429", "429, limit_requests, Throttled, 429",
            "429, Throttling.BurstRate, Throttled, 429", "429, limit_burst_rate, Throttled, 429",
            "429, Throttling.AllocationQuota, Throttled, 429", "429, insufficient_quota, Throttled, 429",
            "429, CommodityNotPurchased, CredentialUnusable, 402",
            "429, PrepaidBillOverdue, CredentialUnusable, 402",
            "429, PostpaidBillOverdue, CredentialUnusable, 402",
            "429, BudgetLimitExceeded, CredentialUnusable, 402",
            "500, InternalError, Unavailable, 500", "500, InternalError.Algo, Unavailable, 500",
            "500, InternalError.Timeout, Unavailable, 500", "500, SystemError, Unavailable, 500",
            "500, RequestTimeOut, Unavailable, 500", "500, ModelServingError, Unavailable, 500",
            "503, ModelServingError, Unavailable, 503", "503, ModelUnavailable, Unavailable, 503"})
    void knowsWhatACodeMeans(int status, String code, String kind, int outwards) {
        UpstreamFailure failure = dialect
                .classify(FailureDetail.of("words").withStatus(status).withCode(code));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.detail().status()).hasValue(outwards);
    }

    @ParameterizedTest
    @CsvSource({"InvalidParameter, Rejected", "InternalError.Algo.InvalidParameter, Rejected",
            "DataInspectionFailed, ContentFiltered", "Arrearage, CredentialUnusable",
            "InvalidApiKey, CredentialUnusable", "Model.AccessDenied, CredentialUnusable",
            "AccessDenied.Unpurchased, CredentialUnusable",
            "AllocationQuota.FreeTierOnly, CredentialUnusable",
            "ModelNotFound, ModelMissing", "Throttling.RateQuota, Throttled", "limit_burst_rate, Throttled",
            "insufficient_quota, Throttled", "PrepaidBillOverdue, CredentialUnusable",
            "InternalError, Unavailable", "ModelServingError, Unavailable"})
    void knowsItWithinAStreamToo(String code, String kind) {
        assertThat(dialect.classify(FailureDetail.of("words").withCode(code)).getClass().getSimpleName())
                .isEqualTo(kind);
    }

    @Test
    void tellsAnOverflowByTheNameThatClientsKnow() {
        UpstreamFailure failure = dialect.classify(
                FailureDetail.of(
                        "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 9]")
                        .withStatus(400)
                        .withCode("invalid_parameter_error"));

        assertThat(failure).isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(failure.detail().code()).contains("context_length_exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"insufficient_quota", "Throttling.AllocationQuota"})
    void doesNotLetClientsTakeABusyMinuteForAnEmptyAccount(String code) {
        UpstreamFailure failure = dialect.classify(FailureDetail.of("You exceeded your current quota")
                .withStatus(429)
                .withType("insufficient_quota")
                .withCode(code));

        assertThat(failure.detail().code()).contains("rate_limit_exceeded");
        assertThat(failure.detail().type()).contains("rate_limit_error");
        assertThat(failure.detail().message()).isEqualTo("You exceeded your current quota");
    }

    @Test
    void keepsTheCodesThatDoNotMislead() {
        assertThat(dialect.classify(FailureDetail.of("w").withStatus(429).withCode("limit_requests"))
                .detail()
                .code())
                .contains("limit_requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hour allocated quota exceeded.", "Week allocated quota exceeded",
            "Your month allocated quota exceeded, please wait"})
    void doesNotWaitForAPlanToBeginAnew(String message) {
        UpstreamFailure failure = dialect
                .classify(FailureDetail.of(message).withStatus(429).withCode("insufficient_quota"));

        assertThat(failure).isInstanceOf(UpstreamFailure.CredentialUnusable.class);
        assertThat(failure.detail().status()).hasValue(402);
        assertThat(dialect
                .classify(FailureDetail.of("Allocated quota exceeded, please increase your quota limit.")
                        .withStatus(429)
                        .withCode("insufficient_quota")))
                .isInstanceOf(UpstreamFailure.Throttled.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{\"messages\":[{\"role\":\"developer\",\"content\":\"developer\"}]}|{\"messages\":[{\"role\":\"system\",\"content\":\"developer\"}]}",
            "{\"messages\":[{\"role\" : \"user\"}],\"tool_choice\" : \"required\"}|{\"messages\":[{\"role\" : \"user\"}],\"tool_choice\" : \"auto\"}",
            "{\"tools\":[ ],\"messages\":[{}]}|{\"messages\":[{}]}",
            "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[1]}]}|{\"messages\":[{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[1]}]}"})
    void makesTheEditsThatDashScopeNeeds(String sent, String arrives) {
        assertThat(edited(sent)).isEqualTo(arrives);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"messages\":[{\"role\":\"user\",\"content\":\"developer \\\"developer\\\"\"}]}",
            "{\"messages\":[{}],\"tool_choice\":\"auto\"}", "{\"messages\":[{}],\"tool_choice\":\"none\"}",
            "{\"messages\":[{}],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"required\"}}}",
            "{\"messages\":[{}],\"tools\":[{\"type\":\"function\"}],\"parallel_tool_calls\":false}",
            "{\"messages\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[1]}]}",
            "{\"messages\":[{}],\"temperature\":2.0,\"top_p\":0,\"enable_thinking\":true,\"thinking_budget\":1E3,\"n\":5}"})
    void leavesEverythingElseAsItIs(String sent) {
        assertThat(edited(sent)).isEqualTo(sent);
    }

    @Test
    void handsDashScopesOwnHeadersOnAndNoOthers() {
        assertThat(dialect.headers(request("{\"messages\":[{}]}", Map.of("x-dashscope-cachecontrol", "enable",
                "x-dashscope-datainspection", "{\"input\":\"cip\"}", "x-title", "t", "user-agent", "u"))))
                .containsOnly(Map.entry("x-dashscope-cachecontrol", "enable"),
                        Map.entry("x-dashscope-datainspection", "{\"input\":\"cip\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwq-32b", "QwQ-plus", "qvq-max", "qwen-omni-turbo", "qwen3-omni-flash",
            "qwen2.5-omni-7b",
            "glm-4.5", "glm-4.5-air", "qwen3-0.6b", "qwen3-4b", "qwen3-32b", "qwen3-235b-a22b-thinking-2507"})
    void knowsTheModelsThatOnlyStream(String model) {
        assertThat(dialect.onlyStreams(request("{\"messages\":[{}]}", Map.of()), model)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-max", "qwen-plus", "qwen3-coder-plus", "qwen-max-latest", "glm-4.6",
            "glm-45",
            "deepseek-v3", "my-qwq"})
    void asksTheOthersForWholeAnswers(String model) {
        assertThat(dialect.onlyStreams(request("{\"messages\":[{}]}", Map.of()), model)).isFalse();
    }

    private String edited(String body) {
        ChatRequest request = request(body, Map.of());
        BodyEdits edits = new BodyEdits(request.body());
        dialect.edit(edits,
                new ChatCall("req_1", request, "qwen3-max", Deadline.in(Duration.ofSeconds(20)),
                        TimeLimits.NONE,
                        new Cancellation()));
        return edits.apply().text();
    }

    private static ChatRequest request(String body, Map<String, String> headers) {
        return ChatJson.read(body.getBytes(StandardCharsets.UTF_8), headers);
    }
}
