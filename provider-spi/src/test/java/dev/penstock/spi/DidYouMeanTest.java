package dev.penstock.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DidYouMeanTest {
    private static final List<String> KNOWN = List.of("port", "host", "body-limit", "base-url", "key",
            "kind");

    @ParameterizedTest
    @CsvSource({"prot, port", "pot, port", "porrt, port", "pirt, port", "body-limt, body-limit",
            "bodylimit, body-limit", "body-lmiit, body-limit", "base-uri, base-url", "baseurl, base-url",
            "kye, key",
            "kid, kind"})
    void findsTheWordBehindASlipOfTheFinger(String written, String meant) {
        assertThat(DidYouMean.nearest(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"metrics", "p", "''", "portable", "limit"})
    void findsNothingWhereNothingIsNear(String written) {
        assertThat(DidYouMean.nearest(written, KNOWN)).isEmpty();
    }

    @Test
    void takesTheNearestAndOfEquallyNearTheFirstInTheAlphabet() {
        assertThat(DidYouMean.nearest("hosts", List.of("posts", "host"))).contains("host");
        assertThat(DidYouMean.nearest("cost", List.of("post", "host"))).contains("host");
    }

    @Test
    void asksOrSaysNothing() {
        assertThat(DidYouMean.hint("prot", KNOWN)).isEqualTo("; did you mean 'port'?");
        assertThat(DidYouMean.hint("metrics", KNOWN)).isEmpty();
    }
}
