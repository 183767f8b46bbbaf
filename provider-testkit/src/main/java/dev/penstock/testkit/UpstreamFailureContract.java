package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.fake.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How an upstream's failures are told apart.
@ExtendWith(BenchExtension.class)
public interface UpstreamFailureContract extends ProviderUnderTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("blames the request for a 400 and keeps the upstream's words")
    default void blamesTheRequestForA400AndKeepsTheUpstreamsWords(Mode mode, Bench bench) {
        UpstreamFailure failure = told(400, "invalid_value", mode, bench);

        assertThat(failure).as("what status 400 means").isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(failure.detail().message()).contains("Words of the upstream.");
        assertThat(failure.detail().status()).hasValue(400);
    }

    @ParameterizedTest
    @EnumSource
    default void blamesTheCredentialForA401(Mode mode, Bench bench) {
        assertThat(told(401, "invalid_api_key", mode, bench)).as("what status 401 means")
                .isInstanceOf(UpstreamFailure.CredentialUnusable.class);
    }

    @ParameterizedTest
    @EnumSource
    default void knowsAModelThatIsMissing(Mode mode, Bench bench) {
        assertThat(told(404, "model_not_found", mode, bench)).as("what status 404 means")
                .isInstanceOf(UpstreamFailure.ModelMissing.class);
    }

    @ParameterizedTest
    @EnumSource
    default void readsHowLongAThrottleLasts(Mode mode, Bench bench) {
        bench.upstream().answer(bench.speech().throttle("Slower, please.", Duration.ofSeconds(7)));

        UpstreamFailure failure = bench.failure(mode);

        assertThat(failure).isInstanceOf(UpstreamFailure.Throttled.class);
        assertThat(failure.detail().retryAfter())
                .as("how long to wait, as speech().throttle(…) says it: by default in the header Retry-After")
                .contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @EnumSource
    default void knowsAnUpstreamThatIsOutOfOrder(Mode mode, Bench bench) {
        assertThat(told(500, "internal_error", mode, bench)).as("what status 500 means")
                .isInstanceOf(UpstreamFailure.Unavailable.class);
        assertThat(told(503, "overloaded", mode, bench)).as("what status 503 means")
                .isInstanceOf(UpstreamFailure.Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource
    default void understandsAnErrorPageOfAMachineInBetween(Mode mode, Bench bench) {
        bench.upstream().answer(Reply.fixture("edge/html-502.http"));

        UpstreamFailure failure = bench.failure(mode);

        assertThat(failure).isInstanceOf(UpstreamFailure.Unavailable.class);
        assertThat(failure.detail().message()).isNotBlank().doesNotContain("<html");
    }

    /// Proxies, frameworks and inference servers write errors in shapes of their own, whatever the API behind them is.
    @ParameterizedTest
    @EnumSource
    default void keepsTheTextOfAnErrorInEveryCommonShape(Mode mode, Bench bench) {
        for (String shape : List.of("{\"error\":{\"message\":\"%s\"}}", "{\"error\":\"%s\"}",
                "{\"detail\":\"%s\"}",
                "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"%s\"}]}",
                "[{\"error\":{\"code\":400,\"message\":\"%s\"}}]",
                "{\"message\":\"%s\"}", "{\"errors\":[{\"message\":\"%s\"}]}", "{\"errors\":[\"%s\"]}",
                "%s")) {
            bench.upstream().answer(Reply.json(400, shape.formatted("Words of the upstream.")));

            UpstreamFailure failure = bench.failure(mode);

            assertThat(failure).as("what status 400 with %s means", shape)
                    .isInstanceOf(UpstreamFailure.Rejected.class);
            assertThat(failure.detail().message()).as("the text of %s", shape)
                    .contains("Words of the upstream.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"This model's maximum context length is 8 tokens, your prompt has 9 tokens.",
            "prompt is too long: 9 tokens > 8 maximum", "the request exceeds the available context size"})
    default void recognisesAPromptThatDoesNotFitInTheStatusAndWithinAStream(String words, Bench bench) {
        for (Mode mode : Mode.values()) {
            bench.upstream().answer(bench.speech().failure(400, "invalid_value", words));
            assertIsTooLong(bench.failure(mode), words);
        }
        bench.upstream().answer(bench.speech().streamHead().write(bench.speech().failureEvent(words)));
        assertIsTooLong(bench.failure(Mode.STREAMED), words);
    }

    private static void assertIsTooLong(UpstreamFailure failure, String words) {
        assertThat(failure).isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(failure.detail().message()).contains(words);
        assertThat(failure.detail().code())
                .as("the code, by which clients shorten their history")
                .contains("context_length_exceeded");
    }

    @ParameterizedTest
    @EnumSource
    default void takesAnAnswerThatIsNoneForGarbled(Mode mode, Bench bench) {
        bench.upstream().answer(Reply.json(200, "{\"hello\":\"world\"}"));

        assertThat(bench.failure(mode)).as("what a success with a body of another sort means")
                .isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @ParameterizedTest
    @EnumSource
    default void noticesThatNobodyListens(Mode mode, Bench bench) {
        var _ = bench.chat();
        bench.upstream().close();

        assertThat(bench.failure(mode)).isInstanceOf(UpstreamFailure.Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource
    default void noticesAConnectionClosedWithoutAWord(Mode mode, Bench bench) {
        bench.upstream().answer(Reply.noAnswer());

        assertThat(bench.failure(mode)).isInstanceOfAny(UpstreamFailure.Garbled.class,
                UpstreamFailure.Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource
    default void givesUpOnASilentUpstreamAtTheDeadline(Mode mode, Bench bench) {
        bench.upstream().answer(Reply.silent());

        UpstreamFailure failure = bench.failure(mode,
                bench.call(Ask.saying("Hello"), Duration.ofMillis(200), new Cancellation()));

        assertThat(failure).as("what becomes of an answer that has not begun at call.deadline()")
                .isInstanceOf(UpstreamFailure.TimedOut.class);
        assertThat(bench.upstream().awaitNoOpenConnections(Bench.SOON))
                .as("the connection is closed when the call comes back")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    default void triesOnlyOnce(Mode mode, Bench bench) {
        var _ = told(503, "overloaded", mode, bench);

        assertThat(bench.upstream().requests()).as("requests; the gateway retries, a provider does not")
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    default void answersAgainAfterAFailure(Mode mode, Bench bench) {
        bench.upstream().next(bench.speech().failure(500, "internal_error", "Ouch."));
        var _ = bench.failure(mode);

        assertThat(bench.ask(mode, Ask.saying("Again")).text()).isEqualTo("You said: Again");
    }

    @ParameterizedTest
    @EnumSource
    default void neverRepeatsTheKeyThatAnUpstreamQuotes(Mode mode, Bench bench) {
        bench.upstream()
                .answer(bench.speech()
                        .failure(401, "invalid_api_key",
                                "Incorrect API key provided: " + bench.key().reveal()));

        UpstreamException exception = bench.exception(mode, bench.call(Ask.saying("Hello")));

        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        assertThat(trace + " " + exception.failure()).contains("Incorrect API key")
                .doesNotContain(bench.key().reveal());
    }

    private static UpstreamFailure told(int status, String code, Mode mode, Bench bench) {
        bench.upstream().answer(bench.speech().failure(status, code, "Words of the upstream."));
        return bench.failure(mode);
    }
}
