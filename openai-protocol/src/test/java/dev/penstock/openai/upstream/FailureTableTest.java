package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.fake.Fixtures;
import dev.penstock.openai.wire.ErrorJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTableTest {
    private static final FailureDetail BARE = FailureDetail.of("something happened");

    @Test
    void goesByTheStatus() {
        assertThat(classify(400)).isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(classify(401)).isInstanceOf(UpstreamFailure.CredentialUnusable.class);
        assertThat(classify(402)).isInstanceOf(UpstreamFailure.CredentialUnusable.class);
        assertThat(classify(404)).isInstanceOf(UpstreamFailure.ModelMissing.class);
        assertThat(classify(429)).isInstanceOf(UpstreamFailure.Throttled.class);
        assertThat(classify(500)).isInstanceOf(UpstreamFailure.Unavailable.class);
        assertThat(classify(504)).isInstanceOf(UpstreamFailure.TimedOut.class);
    }

    @Test
    void goesByTheWordsWhereThereIsNoStatus() {
        assertThat(FailureTable.classify(BARE)).isInstanceOf(UpstreamFailure.Unavailable.class);
        assertThat(FailureTable.classify(BARE.withCode("rate_limit_exceeded")))
                .isInstanceOf(UpstreamFailure.Throttled.class);
        assertThat(FailureTable.classify(BARE.withType("BadRequestError")))
                .isInstanceOf(UpstreamFailure.Rejected.class);
    }

    @Test
    void tellsAContentFilterFromAMistake() {
        assertThat(FailureTable.classify(BARE.withStatus(400).withType("content_policy_violation")))
                .isInstanceOf(UpstreamFailure.ContentFiltered.class);
    }

    @Test
    void callsAnOverflowByTheNameThatClientsKnow() {
        FailureDetail detail = ErrorJson.readBody(Fixtures.bytes("local/llamacpp-error-context.json"))
                .orElseThrow();
        assertThat(FailureTable.classify(detail).detail().code()).contains("context_length_exceeded");
    }

    private static UpstreamFailure classify(int status) {
        return FailureTable.classify(BARE.withStatus(status));
    }

    @Test
    void takesWordsOfAKeyOrAnAccountForThatWhereNoStatusSaysMore() {
        for (String word : List.of("invalid_api_key", "authentication_error", "insufficient_quota")) {
            assertThat(FailureTable.classify(FailureDetail.of("no").withCode(word)))
                    .isInstanceOf(UpstreamFailure.CredentialUnusable.class);
        }
    }

    @Test
    void tellsAnEmptyAccountFromAThrottle() {
        UpstreamFailure failure = FailureTable
                .classify(FailureDetail.of("no money").withStatus(429).withCode("insufficient_quota"));

        assertThat(failure).isInstanceOf(UpstreamFailure.CredentialUnusable.class);
        assertThat(failure.detail().status()).hasValue(402);
    }
}
