package dev.penstock.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What is served below `/admin`, to those alone who have its key.
final class AdminRoutes {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PluginAdmin plugins;
    private final Secret key;

    AdminRoutes(PluginAdmin plugins, Secret key) {
        this.plugins = plugins;
        this.key = key;
    }

    /// By path and method.
    Map<String, Map<Method, Handler>> all() {
        return Map.of("/admin/plugins", Map.of(Method.GET, telling(plugins::plugins)),
                "/admin/plugins/reload", Map.of(Method.POST, telling(plugins::reload)));
    }

    private Handler telling(Supplier<List<PluginStatus>> statuses) {
        return (request, response) -> {
            check(request);
            tell(request, response, statuses.get());
        };
    }

    private void check(ServerRequest request) {
        Secret presented = InboundRequest.presentedKey(request, key::matches)
                .orElseThrow(() -> new RefusedException(new Refusal.KeyMissing()));
        if (!key.matches(presented)) {
            throw new RefusedException(new Refusal.KeyRejected());
        }
    }

    private void tell(ServerRequest request, ServerResponse response, List<PluginStatus> statuses) {
        try {
            JsonAnswer.send(request, response,
                    MAPPER.writeValueAsBytes(PluginsJson.of(statuses, plugins.concerns())));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }
}
