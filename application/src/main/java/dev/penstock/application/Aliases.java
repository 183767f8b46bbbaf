package dev.penstock.application;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.route.ModelAlias;
import dev.penstock.domain.route.ModelPattern;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Other words for models, by the API that the client speaks: those of Claude Code lead somewhere in the one API, and those
/// of Codex in the other.
///
/// Of several that match, a name without a star counts, else the one with the most letters. What an alias means is no alias
/// again. Immutable.
public final class Aliases {
    public static final Aliases NONE = new Aliases(Map.of());

    private final Map<ClientApi, List<ModelAlias>> bestFirst = new EnumMap<>(ClientApi.class);

    public Aliases(Map<ClientApi, List<ModelAlias>> aliases) {
        aliases.forEach((api, ofApi) -> bestFirst.put(api, ofApi.stream()
                .sorted(Comparator.comparing((ModelAlias alias) -> !alias.name().isLiteral())
                        .thenComparingInt(alias -> -alias.name().text().length()))
                .toList()));
    }

    /// The name to look up for what a client has written.
    String meaning(Optional<ClientApi> api, String model) {
        return of(api).stream()
                .flatMap(alias -> alias.meaningOf(model).stream())
                .findFirst()
                .orElse(model);
    }

    /// Those that clients of that API can be told of.
    List<String> names(Optional<ClientApi> api) {
        return of(api).stream()
                .map(ModelAlias::name)
                .filter(ModelPattern::isLiteral)
                .map(ModelPattern::text)
                .toList();
    }

    private List<ModelAlias> of(Optional<ClientApi> api) {
        return api.map(one -> bestFirst.getOrDefault(one, List.of())).orElse(List.of());
    }
}
