package dev.penstock.bootstrap;

import dev.penstock.adapter.http.ListenerSettings;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Everything that was configured, checked and immutable.
///
/// @param apiKey what clients have to present; empty if nobody has to
/// @param providers in the order in which they were configured, never empty
/// @param defaultModel who answers to names that no other provider and no route answers to
/// @param answerTimeout how long it may take until an answer has begun
/// @param source where the settings came from, for people
/// @param warnings what deserves attention but is no error
record GatewayConfig(ListenerSettings listener, Optional<Secret> apiKey, List<ProviderConfig> providers,
        List<ModelRoute> routes, UpstreamModel defaultModel, Duration answerTimeout, String source,
        List<String> warnings) {

    /// One configured provider; its settings are the plug-in's to read. Prints no settings, for one of them is a key.
    ///
    /// @param path where the settings stand in the configuration
    /// @param variables the environment variables that settings came from, by name of the setting
    record ProviderConfig(ProviderId id, String kind, String path, Map<String, String> settings,
            Map<String, String> variables) {
        ProviderConfig {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(kind, "kind");
            settings = Map.copyOf(settings);
            variables = Map.copyOf(variables);
        }

        @Override
        public String toString() {
            return "ProviderConfig[" + id + ", " + kind + "]";
        }
    }

    GatewayConfig {
        providers = List.copyOf(providers);
        routes = List.copyOf(routes);
        warnings = List.copyOf(warnings);
    }
}
