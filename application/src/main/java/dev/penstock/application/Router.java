package dev.penstock.application;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.route.DefaultModel;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds the route for the name that a client wrote.
///
/// In this order: `provider/model` with a configured provider; the configured route of exactly that name; the configured
/// route whose pattern matches, of several the one with the most letters; the default provider, with the name as it is.
/// No name at all means the default model, if there is one.
public final class Router {
    private static final int LONGEST_NAME = 256;

    private final Set<ProviderId> providers;
    private final Map<String, ModelRoute> named = new HashMap<>();
    private final List<ModelRoute> patterns;
    private final Aliases aliases;
    private final DefaultModel defaultModel;

    /// Without aliases.
    public Router(Set<ProviderId> providers, List<ModelRoute> routes, DefaultModel defaultModel) {
        this(providers, routes, Aliases.NONE, defaultModel);
    }

    /// @param defaultModel who answers to names that nobody else answers to, and the name to use where there is none
    public Router(Set<ProviderId> providers, List<ModelRoute> routes, Aliases aliases,
            DefaultModel defaultModel) {
        this.aliases = aliases;
        this.providers = Set.copyOf(providers);
        this.defaultModel = defaultModel;
        this.patterns = routes.stream()
                .filter(route -> !route.model().isLiteral())
                .sorted(Comparator.comparingInt(route -> -route.model().text().length()))
                .toList();
        routes.stream()
                .filter(route -> route.model().isLiteral())
                .forEach(route -> named.put(route.model().text(), route));
    }

    /// The name that counts: the client's, or the default.
    ///
    /// @throws RefusedException if there is neither, or it is too long to be one
    public String effectiveModel(Optional<String> written) {
        written.filter(model -> model.length() > LONGEST_NAME).ifPresent(_ -> {
            throw new RefusedException(new Refusal.RequestInvalid("'model' is longer than " + LONGEST_NAME
                    + " characters.", Optional.of("model"), "string_above_max_length"));
        });
        return written.or(defaultModel::name)
                .orElseThrow(() -> new RefusedException(new Refusal.RequestInvalid(
                        "'model' is missing, and this gateway has no default: name one. GET /v1/models lists them.",
                        Optional.of("model"), "missing_required_parameter")));
    }

    /// The name that is looked up for an [#effectiveModel]: another one if it is an alias in the client's API.
    String meaning(Optional<ClientApi> api, String model) {
        return aliases.meaning(api, model);
    }

    /// Finds the route for a [#meaning].
    ///
    /// @throws RefusedException if nobody can answer to the name
    public ModelRoute route(String model) {
        if (model.isBlank()) {
            throw new RefusedException(
                    new Refusal.ModelUnknown(model, "Name a model" + defaultModel.name()
                            .map(name -> ", or leave 'model' out to get '" + name + "'.")
                            .orElse(".")));
        }
        Optional<ProviderId> provider = providerIn(model);
        if (provider.isPresent()) {
            return direct(model, provider.get());
        }
        return Stream.concat(Stream.ofNullable(named.get(model)), patterns.stream())
                .filter(route -> route.answersTo(model))
                .findFirst()
                .orElseGet(() -> ModelRoute.to(defaultModel.provider(), new ModelPattern("*")));
    }

    private Optional<ProviderId> providerIn(String model) {
        int slash = model.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.of(model.substring(0, slash))
                        .filter(ProviderId::isWellFormed)
                        .map(ProviderId::new)
                        .filter(providers::contains);
    }

    private static ModelRoute direct(String model, ProviderId provider) {
        if (model.substring(provider.value().length() + 1).isBlank()) {
            throw new RefusedException(
                    new Refusal.ModelUnknown(model, "Write a model's name behind the slash, as in '"
                            + provider + "/some-model'."));
        }
        return ModelRoute.to(provider, new ModelPattern(provider + "/*"));
    }
}
