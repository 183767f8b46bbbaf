package dev.penstock.spi;

import dev.penstock.domain.access.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One part of the configuration: what a provider, or whatever else a plug-in makes, was given.
///
/// Reading never throws: a setting that is missing or wrong is noted, and a stand-in comes back, so that one start-up
/// shows every problem. [#check()] then throws them all, together with the settings nobody asked for.
///
/// Not safe for concurrent use. Prints no values.
public final class Settings {
    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");
    private static final Pattern SECRET = Pattern.compile("(?:^|[.-])(?:key|password|secret|token)$");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h)");

    private final String path;
    private final Map<String, String> values;
    private final Set<String> known = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Secret> secrets = new ArrayList<>();

    /// @param path where these settings stand in the configuration, for messages: `providers.dashscope`; empty for the top
    /// @param values by kebab-case name; names of nested settings are joined with dots
    public Settings(String path, Map<String, String> values) {
        this.path = path;
        this.values = Map.copyOf(values);
        this.values.forEach((name, value) -> {
            if (SECRET.matcher(name).find()) {
                isSecret(value.strip());
            }
        });
    }

    private void isSecret(String value) {
        if (!value.isEmpty()) {
            secrets.add(Secret.of(value));
        }
    }

    /// What must not be shown to anybody: the values of settings with a name such as `key`, `password` or `token`, and
    /// what was read as a secret.
    public List<Secret> secrets() {
        return List.copyOf(secrets);
    }

    public Optional<String> text(String name) {
        known.add(name);
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /// An absolute `http` or `https` URI without credentials, query and fragment, and without a slash at its end.
    public URI uri(String name, URI fallback) {
        return read(name, "an http or https address such as https://example.org/v1",
                Settings::httpUri)
                .orElse(fallback);
    }

    /// Like [#uri], but noted as a problem if it is missing.
    public URI requiredUri(String name) {
        require(name, "an http or https address such as http://127.0.0.1:11434/v1");
        return uri(name, URI.create("http://missing.invalid"));
    }

    /// A key that can be sent in a header: printable ASCII, no line breaks.
    public Optional<Secret> secret(String name) {
        Optional<String> text = text(name);
        text.ifPresent(this::isSecret);
        if (text.isPresent() && !SENDABLE.matcher(text.get()).matches()) {
            reject(name, "has a character that cannot be sent in a header; it is none of a key copied whole");
            return Optional.of(Secret.of("unusable"));
        }
        return text.map(Secret::of);
    }

    /// Like [#secret], but noted as a problem if it is missing.
    public Secret requiredSecret(String name) {
        require(name, "a key, best as ${env:NAME_OF_A_VARIABLE}");
        return secret(name).orElseGet(() -> Secret.of("missing"));
    }

    /// Written as `500ms`, `30s`, `5m`, `1h` or in ISO form (`PT30S`); from a millisecond to a day.
    public Duration duration(String name, Duration fallback) {
        return time(name, fallback, "a duration such as 30s, 5m or 500ms, of 24h at most",
                duration -> duration.compareTo(SHORTEST) >= 0);
    }

    /// Like [#duration], but `0s` is allowed, too.
    public Duration pause(String name, Duration fallback) {
        return time(name, fallback, "a duration such as 20ms, or 0s, of 24h at most",
                duration -> !duration.isNegative());
    }

    private Duration time(String name, Duration fallback, String expected, Predicate<Duration> allowed) {
        return read(name, expected, text -> Optional.of(parseDuration(text))
                .filter(duration -> duration.compareTo(LONGEST) <= 0)
                .filter(allowed))
                .orElse(fallback);
    }

    /// A whole number from 1 up.
    public int count(String name, int fallback) {
        return read(name, "a whole number from 1 up",
                text -> Optional.of(Integer.parseInt(text)).filter(n -> n > 0))
                .orElse(fallback);
    }

    /// A whole number from 0 up.
    public int number(String name, int fallback) {
        return read(name, "a whole number from 0 up",
                text -> Optional.of(Integer.parseInt(text)).filter(n -> n >= 0))
                .orElse(fallback);
    }

    /// `true` or `false`.
    public boolean flag(String name, boolean fallback) {
        return read(name, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        }).orElse(fallback);
    }

    /// One of `words`; noted as a problem if it is another.
    public String choice(String name, Set<String> words, String fallback) {
        return read(name, "one of " + String.join(", ", new TreeSet<>(words)), text -> Optional.of(text)
                .filter(words::contains)).orElse(fallback);
    }

    /// Notes a problem that only the plug-in can see.
    public void reject(String name, String message) {
        problems.add(new Problem(at(name), message));
    }

    /// Ends the reading.
    ///
    /// @throws SettingsException if anything was noted, or a setting is there that was never asked for
    public void check() {
        List<Problem> all = new ArrayList<>(problems);
        values.keySet()
                .stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .map(name -> new Problem(at(name), "unknown setting" + DidYouMean.hint(name, known)))
                .forEach(all::add);
        if (!all.isEmpty()) {
            throw new SettingsException(all);
        }
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void require(String name, String expected) {
        if (text(name).isEmpty()) {
            reject(name, "missing; give " + expected);
        }
    }

    private <T> Optional<T> read(String name, String expected, Function<String, Optional<T>> parse) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value;
        try {
            value = parse.apply(text.get());
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            value = Optional.empty();
        }
        if (value.isEmpty()) {
            reject(name, (mayHoldCredentials(text.get()) ? "the value" : "'" + text.get() + "'") + " is not "
                    + expected);
        }
        return value;
    }

    /// As in `https://user:password@example.org`: such a value is not repeated.
    private static boolean mayHoldCredentials(String text) {
        return text.contains("@");
    }

    private static Optional<URI> httpUri(String text) {
        String bare = text;
        while (bare.endsWith("/")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        try {
            URI uri = new URI(bare);
            boolean http = "http".equalsIgnoreCase(uri.getScheme())
                    || "https".equalsIgnoreCase(uri.getScheme());
            boolean bareAddress = uri.getUserInfo() == null && uri.getQuery() == null
                    && uri.getFragment() == null && uri.getPort() <= 65_535;
            return http && uri.getHost() != null && bareAddress
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Duration parseDuration(String text) {
        Matcher shortForm = DURATION.matcher(text);
        Duration duration;
        if (shortForm.matches()) {
            long amount = Long.parseLong(shortForm.group(1));
            duration = switch (shortForm.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        } else {
            duration = Duration.parse(text);
        }
        return duration;
    }

    @Override
    public String toString() {
        return "Settings[" + path + "]";
    }
}
