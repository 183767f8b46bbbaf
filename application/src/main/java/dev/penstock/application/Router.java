package dev.penstock.application;

import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.UpstreamModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds the upstream models behind the name that a client wrote.
///
/// In this order: `provider/model` with a configured provider; a configured route; the default provider, with the name
/// as it is. No name at all means the default model.
public final class Router {
    private final Set<ProviderId> providers;
    private final Map<String, ModelRoute> routes;
    private final UpstreamModel fallbackModel;

    /// @param defaultModel who answers to names that nobody else answers to, and the name to use where there is none
    public Router(Set<ProviderId> providers, List<ModelRoute> routes, UpstreamModel defaultModel) {
        this.providers = Set.copyOf(providers);
        this.routes = routes.stream()
                .collect(Collectors.toUnmodifiableMap(ModelRoute::model, Function.identity()));
        this.fallbackModel = defaultModel;
    }

    /// The name that counts: the client's, or the default.
    public String effectiveModel(Optional<String> written) {
        return written.orElse(fallbackModel.name());
    }

    /// Finds the way for an [#effectiveModel].
    ///
    /// @throws RefusedException if nobody can answer to the name
    public ModelRoute route(String model) {
        if (model.isBlank()) {
            throw new RefusedException(
                    new Refusal.ModelUnknown(model, "Name a model, or leave 'model' out to get '"
                            + fallbackModel.name() + "'."));
        }
        int slash = model.indexOf('/');
        if (slash > 0) {
            Optional<ProviderId> named = configured(model.substring(0, slash));
            if (named.isPresent()) {
                return direct(model, named.get(), model.substring(slash + 1));
            }
        }
        ModelRoute route = routes.get(model);
        return route != null ? route : direct(model, fallbackModel.provider(), model);
    }

    private Optional<ProviderId> configured(String name) {
        return Optional.of(name)
                .filter(ProviderId::isWellFormed)
                .map(ProviderId::new)
                .filter(providers::contains);
    }

    private static ModelRoute direct(String written, ProviderId provider, String name) {
        if (name.isBlank()) {
            throw new RefusedException(
                    new Refusal.ModelUnknown(written, "Write a model's name behind the slash, as in '"
                            + provider + "/some-model'."));
        }
        return new ModelRoute(written, List.of(new UpstreamModel(provider, name)));
    }
}
