package dev.penstock.bootstrap;

import dev.penstock.application.Aliases;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.route.ModelAlias;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.spi.DidYouMean;
import dev.penstock.spi.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The section `aliases`.
final class AliasReader {
    private static final Set<String> APIS = Arrays.stream(ClientApi.values())
            .map(ClientApi::word)
            .collect(Collectors.toSet());

    private AliasReader() {}

    /// @param sections by API: the name, and what it means
    /// @param providers the names there are
    /// @param problems gets what is wrong
    /// @param warnings gets what is probably wrong
    static Aliases read(Map<String, Map<String, String>> sections, Set<String> providers,
            List<Problem> problems,
            List<String> warnings) {
        Map<ClientApi, List<ModelAlias>> aliases = new EnumMap<>(ClientApi.class);
        sections.forEach((word, names) -> {
            Optional<ClientApi> api = ClientApi.of(word);
            if (api.isEmpty()) {
                problems.add(
                        new Problem("aliases." + word, "is no API that has aliases; there are 'messages' and"
                                + " 'responses'" + DidYouMean.hint(word, APIS)));
                return;
            }
            List<ModelAlias> ofApi = new ArrayList<>();
            names.forEach(
                    (name, meaning) -> warn("aliases." + word + "." + name, meaning, providers, warnings));
            names.forEach((name, meaning) -> alias("aliases." + word + "." + name, name, meaning, problems)
                    .ifPresent(ofApi::add));
            aliases.put(api.get(), ofApi);
        });
        return new Aliases(aliases);
    }

    /// A model may have a slash in its name, but one that looks like a provider's is more likely misspelt.
    private static void warn(String path, String meaning, Set<String> providers, List<String> warnings) {
        int slash = meaning.indexOf('/');
        String provider = slash < 0 ? "" : meaning.substring(0, slash);
        String hint = providers.contains(provider) ? "" : DidYouMean.hint(provider, providers);
        if (!provider.isEmpty() && !hint.isEmpty()) {
            warnings.add(path + " names '" + provider + "', which is no provider"
                    + hint.replace("; did you mean", "; perhaps it is").replace("?", ""));
        }
    }

    private static Optional<ModelAlias> alias(String path, String name, String meaning,
            List<Problem> problems) {
        if (stars(name) > 1 || name.isBlank()) {
            problems.add(new Problem(path, "has to be a model's name, with one '*' at most"));
        } else if (meaning.isBlank()) {
            problems.add(new Problem(path, "means nothing; give the name of a model or route"));
        } else if (stars(meaning) > stars(name)) {
            problems.add(new Problem(path, stars(name) == 1
                    ? "'" + meaning + "' may have one '*' at most"
                    : "'" + meaning + "' has a '*', and the alias has none that it could stand for"));
        } else {
            return Optional.of(new ModelAlias(new ModelPattern(name), new ModelPattern(meaning)));
        }
        return Optional.empty();
    }

    private static int stars(String text) {
        return (int) text.chars().filter(c -> c == '*').count();
    }
}
