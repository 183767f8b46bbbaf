package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpstreamSettingsTest {

    @Test
    void wantsAKeyOfAHostedProviderAndAnAddressOfAnyOther() {
        Settings hosted = new Settings("providers.a", Map.of());
        var _ = UpstreamSettings.hosted(hosted, URI.create("https://example.org/v1"));
        Settings anywhere = new Settings("providers.b", Map.of());
        var _ = UpstreamSettings.anywhere(anywhere);

        assertThat(problems(hosted)).containsExactly("providers.a.key");
        assertThat(problems(anywhere)).containsExactly("providers.b.base-url");
    }

    @Test
    void relaysNothingButTheApiThatAnUpstreamOfAnotherSpeaks() {
        Settings settings = new Settings("providers.a",
                Map.of("key", "k", "base-url", "https://example.org/v9", "relay-messages", "true"));
        UpstreamSettings read = UpstreamSettings.speaking(ClientApi.MESSAGES, "/messages", settings,
                URI.create("https://example.org/v1"));

        assertThat(read.relays())
                .isEqualTo(Map.of(ClientApi.MESSAGES, URI.create("https://example.org/v9/messages")));
        assertThat(problems(settings)).containsExactly("providers.a.relay-messages");
    }

    @Test
    void wantsNothingOfAServerNearbyAndRelaysNothingThere() {
        Settings settings = new Settings("providers.a", Map.of("relay-responses", "true"));
        UpstreamSettings read = UpstreamSettings.local(settings, URI.create("http://127.0.0.1:11434"));

        assertThat(read.key()).isEmpty();
        assertThat(read.relays()).isEmpty();
        assertThat(read.headTimeout()).as("a model may have to be loaded").isEqualTo(Duration.ofMinutes(5));
        assertThat(problems(settings)).containsExactly("providers.a.relay-responses");
    }

    @Test
    void wantsAKeyAndRelaysNothingWhereAHostedProviderSpeaksAnApiOfItsOwn() {
        Settings settings = new Settings("providers.a", Map.of("relay-messages", "true"));
        UpstreamSettings read = UpstreamSettings.translated(settings, URI.create("https://example.org"));

        assertThat(read.baseUri()).isEqualTo(URI.create("https://example.org"));
        assertThat(read.relays()).isEmpty();
        assertThat(problems(settings)).containsExactly("providers.a.key", "providers.a.relay-messages");
    }

    /// How many requests an upstream gets at a time is the gateway's decision.
    @Test
    void knowsNothingOfTheNumberOfConnections() {
        Settings settings = new Settings("providers.a",
                Map.of("key", "k", "max-connections", "5"));
        var _ = UpstreamSettings.hosted(settings, URI.create("https://example.org/v1"));

        assertThat(problems(settings)).containsExactly("providers.a.max-connections");
        assertThat(TransportSettings.of(Duration.ofSeconds(1)).maxConnections())
                .isGreaterThanOrEqualTo(10_000);
    }

    private static Iterable<String> problems(Settings settings) {
        SettingsException found = catchThrowableOfType(SettingsException.class, settings::check);
        return found.problems().stream().map(Problem::path).toList();
    }
}
