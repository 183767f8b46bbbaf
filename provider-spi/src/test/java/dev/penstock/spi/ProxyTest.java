package dev.penstock.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.access.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {
    @ParameterizedTest
    @CsvSource({"http://me:secret@proxy.example:8080, me:secret", "http://me@proxy.example, me:",
            "https://m%C3%A9:a%40b%3Ac@proxy.example, mé:a@b:c"})
    void takesUserAndPasswordOutOfTheAddress(URI address, String credentials) {
        Proxy proxy = Proxy.at(address);

        assertThat(proxy.host()).isEqualTo("proxy.example");
        assertThat(proxy.authorization()).map(Secret::reveal)
                .contains("Basic "
                        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        assertThat(proxy.toString()).contains("proxy.example").doesNotContain("secret", "Basic");
    }

    @Test
    void saysNothingWhereTheAddressNamesNobody() {
        assertThat(Proxy.at(URI.create("http://proxy.example:8080")).authorization()).isEmpty();
        assertThat(Proxy.at(URI.create("http://@proxy.example")).authorization()).isEmpty();
        assertThat(Proxy.at(URI.create("http://proxy.example")).port()).isEqualTo(-1);
    }
}
