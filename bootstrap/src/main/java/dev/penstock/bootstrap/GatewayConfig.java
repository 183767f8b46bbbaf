package dev.penstock.bootstrap;

import dev.penstock.adapter.http.ListenerSettings;
import dev.penstock.adapter.http.responses.ResponseStoreSettings;
import dev.penstock.application.Aliases;
import dev.penstock.application.CircuitSettings;
import dev.penstock.application.ConcurrencySettings;
import dev.penstock.application.RetrySettings;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.route.DefaultModel;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Everything that was configured, checked and immutable.
///
/// @param apiKey what clients have to present; empty if nobody has to
/// @param providers in the order in which they were configured, never empty
/// @param adminKey what those who run the gateway have to present; empty if nothing is to be administered
/// @param plugins where plug-ins are dropped in, and what only they can make
/// @param aliases other words for models, by API
/// @param defaultModel who answers to names that no other provider and no route answers to, and the model of requests
///        that name none
/// @param answerTimeout how long it may take until an answer has begun
/// @param retry how stubborn to be with upstreams
/// @param circuits when to leave an upstream alone
/// @param responseStore how much of what was answered to remember
/// @param source where the settings came from, for people
/// @param warnings what deserves attention but is no error
record GatewayConfig(ListenerSettings listener, Optional<Secret> apiKey, Optional<Secret> adminKey,
        DropInConfig plugins, List<ProviderConfig> providers, List<ModelRoute> routes, Aliases aliases,
        DefaultModel defaultModel, Duration answerTimeout,
        RetrySettings retry, CircuitSettings circuits, ResponseStoreSettings responseStore, String source,
        List<String> warnings) {

    /// One configured provider; its settings are the plug-in's to read. Prints no settings, for one of them is a key.
    ///
    /// @param path where the settings stand in the configuration
    /// @param keys those of a pool; empty if there is one key at most, which then stands among the settings
    /// @param concurrency how many requests it gets at a time
    /// @param variables the environment variables that settings came from, by name of the setting
    record ProviderConfig(ProviderId id, String kind, String path, Map<String, String> settings,
            Map<String, String> variables, List<Secret> keys, ConcurrencySettings concurrency) {
        ProviderConfig {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(kind, "kind");
            settings = Map.copyOf(settings);
            variables = Map.copyOf(variables);
            keys = List.copyOf(keys);
            Objects.requireNonNull(concurrency, "concurrency");
        }

        /// The settings to connect with: once, or once for each key.
        List<Map<String, String>> connections() {
            if (keys.isEmpty()) {
                return List.of(settings);
            }
            List<Map<String, String>> each = new ArrayList<>();
            for (Secret key : keys) {
                Map<String, String> own = new HashMap<>(settings);
                own.put("key", key.reveal());
                each.add(own);
            }
            return each;
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
