package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.spi.Problem;
import dev.penstock.spi.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which proxy leads to which address.
final class ProxiesTest {
    private static final String FAR = "https://api.example.com/v1";

    @Test
    void leadNowhereIfNoneIsSet() {
        assertThat(new Proxies(Environment.of(Map.of())).apply(URI.create(FAR))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"HTTPS_PROXY, https://a.example, true", "https_proxy, https://a.example, true",
            "HTTPS_PROXY, http://a.example, false", "HTTP_PROXY, http://a.example, true",
            "http_proxy, http://a.example, true", "HTTP_PROXY, https://a.example, false"})
    void goBySchemeAndByUpperOrLowerCase(String variable, URI target, boolean used) {
        Proxies proxies = new Proxies(Environment.of(Map.of(variable, "http://proxy.example:8080")));

        assertThat(proxies.apply(target).isPresent()).isEqualTo(used);
    }

    @Test
    void mayBeWrittenWithoutAScheme() {
        assertThat(new Proxies(Environment.of(Map.of("HTTPS_PROXY", "proxy.example:8080")))
                .apply(URI.create(FAR)))
                .contains(Proxy.at(URI.create("http://proxy.example:8080")));
    }

    @Test
    void mayNameAUserAndShowNoPassword() {
        Proxies proxies = new Proxies(
                Environment.of(Map.of("HTTPS_PROXY", "me:sk-test-1@proxy.example:8080")));

        assertThat(proxies.apply(URI.create(FAR))).get()
                .satisfies(proxy -> assertThat(proxy.authorization()).isPresent())
                .asString()
                .contains("proxy.example")
                .doesNotContain("sk-test-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"api.example.com|true", "example.com|true", ".example.com|true",
            "*.example.com|true", "EXAMPLE.com|true", "other.org, example.com|true",
            "other.org example.com|true",
            "*|true", "api.example.com:443|true", "api.example.com:80|false", "ample.com|false",
            "www.example.com|false", "com.example|false"})
    void areLeftOutForTheHostsOfTheList(String list, boolean direct) {
        Proxies proxies = new Proxies(
                Environment.of(Map.of("HTTPS_PROXY", "http://proxy.example:8080", "NO_PROXY", list)));

        assertThat(proxies.apply(URI.create(FAR)).isEmpty()).isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:11434/v1", "http://127.0.0.1/v1", "http://127.9.9.9/v1",
            "http://[::1]:80/v1", "http://ollama.localhost/v1", "http://LOCALHOST/v1"})
    void areLeftOutForLoopback(URI target) {
        assertThat(
                new Proxies(Environment.of(Map.of("HTTP_PROXY", "http://proxy.example:8080"))).apply(target))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.1/v1", "http://127.example.com/v1",
            "http://localhost.example.com/v1"})
    void areNotLeftOutForWhatOnlyLooksLikeLoopback(URI target) {
        assertThat(
                new Proxies(Environment.of(Map.of("HTTP_PROXY", "http://proxy.example:8080"))).apply(target))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://proxy.example:1080", "http://", "http://me:sk-test-1@pro xy:1",
            "me:sk-test-1%@proxy", "http://proxy.example:99999"})
    void areRefusedByTheNameOfTheVariableAndWithoutTheirPassword(String wrong) {
        ConfigException refused = catchThrowableOfType(ConfigException.class,
                () -> new Proxies(Environment.of(Map.of("HTTPS_PROXY", wrong, "HTTP_PROXY", wrong))));

        assertThat(refused.problems()).extracting(Problem::toString)
                .containsExactly("HTTPS_PROXY: is no proxy address such as http://proxy:8080",
                        "HTTP_PROXY: is no proxy address such as http://proxy:8080");
    }
}
