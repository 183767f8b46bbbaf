package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.spi.Problem;
import dev.penstock.spi.ProviderPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the documents say about configuration is what the code does, and their links lead somewhere.
final class DocumentationTest {
    private static final Path EXAMPLE = Documents.ROOT.resolve("penstock.example.yaml");
    private static final Path REFERENCE = Documents.ROOT.resolve("docs/configuration.md");
    private static final Pattern SETTING = Pattern.compile(
            "\\.(?:text|uri|requiredUri|secret|requiredSecret|duration|pause|count|number|flag|choice|remove)\\(\\s*\"([a-z-]+)\"");
    private static final Pattern READS_SETTINGS = Pattern.compile("Settings|OverriddenSettings");
    private static final Pattern VARIABLE = Pattern.compile("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT)\"");
    private static final Pattern LAUNCHER_VARIABLE = Pattern.compile("\\$\\{(PENSTOCK_[A-Z_]+)");
    private static final Pattern REPLACED = Pattern.compile("\\$\\{env:(\\w+)}");
    private static final Pattern OF_OTHERS = Pattern.compile("^examples/|(?:^|/)target/");
    private static final Set<String> KINDS_OF_OURS = Set.of("anthropic", "dashscope", "openrouter",
            "openai-compatible", "ollama", "demo");

    @TempDir
    private Path folder;

    @Test
    void theExampleIsValidOnceItsVariablesAreSet() throws IOException {
        assertThat(problems(Files.readString(EXAMPLE))).isEmpty();
    }

    @Test
    void theExampleShowsEverySetting() throws IOException {
        Set<String> shown = Pattern.compile("(?m)^ *(?:# )? *(?:- )?([a-z-]+):(?: |$)")
                .matcher(Files.readString(EXAMPLE))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toSet());

        assertThat(shown).containsAll(settings());
    }

    @Test
    void everyPieceOfConfigurationInTheDocumentsIsValid() throws IOException {
        int pieces = 0;
        for (Path document : Documents.all()) {
            for (String piece : Documents.fenced(Documents.text(document), "yaml")) {
                assertThat(problems(piece)).as("%s:%n%s", document, piece).isEmpty();
                pieces++;
            }
        }

        assertThat(pieces).isGreaterThan(5);
    }

    @Test
    void noticesAPieceOfConfigurationThatIsWrong() throws IOException {
        assertThat(problems("answer-time: 5s\n")).extracting(Problem::path).containsExactly("answer-time");
        assertThat(problems("providers: {demo: {speed: fast}}\n")).extracting(Problem::path)
                .containsExactly("providers.demo.speed");
    }

    @Test
    void theReferenceNamesEverySetting() throws IOException {
        assertThat(settings()).contains("port", "idle-timeout", "answer-timeout", "base-url", "keys", "queue",
                "longest-wait", "hold-back");
        assertThat(missing(settings())).isEmpty();
    }

    @Test
    void theReferenceNamesEveryVariable() throws IOException {
        assertThat(variables()).contains("PORT", "NO_PROXY", "PENSTOCK_CONFIG", "PENSTOCK_JAVA_OPTS");
        assertThat(missing(variables())).isEmpty();
    }

    @Test
    void noticesANameThatTheReferenceDoesNotHave() throws IOException {
        assertThat(missing(Set.of("no-such-setting", "port"))).containsExactly("no-such-setting");
    }

    @Test
    void everyLinkLeadsSomewhere() {
        Map<Path, List<String>> dead = Documents.all()
                .stream()
                .collect(Collectors.toMap(document -> document, Documents::deadLinks));
        dead.values().removeIf(List::isEmpty);

        assertThat(Documents.all()).hasSizeGreaterThan(15);
        assertThat(dead).isEmpty();
    }

    @Test
    void noticesALinkThatLeadsNowhere() throws IOException {
        Path document = folder.resolve("document.md");
        Files.writeString(document,
                """
                        # A heading, and more
                        [good](document.md), [good](#a-heading-and-more), [good](https://example.org), [defined], `[no link]`
                        [no file](other.md), [no heading](document.md#other), [undefined]

                        [defined]: document.md
                        """);

        assertThat(Documents.deadLinks(document)).containsExactly("undefined", "other.md",
                "document.md#other");
    }

    /// What the gateway would say of a configuration whose variables are all set.
    private List<Problem> problems(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("piece.yaml"), yaml);
        Map<String, String> variables = new HashMap<>();
        REPLACED.matcher(yaml).results().forEach(name -> variables.put(name.group(1), "sk-test-documents"));
        Environment environment = Environment.of(variables);
        Map<String, ProviderPlugin> plugins = Plugins.found();
        try {
            GatewayConfig config = ConfigReader.read(environment, folder, Optional.of(file),
                    plugins.keySet());
            Gateway.connect(config, plugins, new Proxies(environment), _ -> {
            }, Clock.systemUTC()).close();
            return List.of();
        } catch (ConfigException e) {
            return e.problems()
                    .stream()
                    .filter(problem -> !problem.message().startsWith("only a plug-in can make"))
                    .filter(problem -> KINDS_OF_OURS.stream()
                            .noneMatch(kind -> problem.message()
                                    .startsWith("no plug-in is of the kind '" + kind + "'")))
                    .toList();
        }
    }

    private static Set<String> missing(Set<String> names) throws IOException {
        String reference = Files.readString(REFERENCE);
        return names.stream()
                .filter(name -> !reference.contains("`" + name + "`"))
                .collect(Collectors.toSet());
    }

    /// The names that the code asks for, its plug-ins included.
    private static Set<String> settings() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String source : sources(Documents.ROOT)) {
            if (READS_SETTINGS.matcher(source).find()) {
                SETTING.matcher(source).results().forEach(name -> names.add(name.group(1)));
            }
        }
        return names;
    }

    private static Set<String> variables() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String source : sources(Documents.ROOT.resolve("bootstrap"))) {
            VARIABLE.matcher(source).results().forEach(name -> names.add(name.group(1)));
        }
        LAUNCHER_VARIABLE.matcher(Files.readString(Documents.ROOT.resolve("penstock")))
                .results()
                .forEach(name -> names.add(name.group(1)));
        return names;
    }

    /// Without those of other projects: the examples, and what is made of them.
    private static List<String> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/"))
                    .filter(file -> !OF_OTHERS.matcher(Documents.ROOT.relativize(file).toString()).find())
                    .map(Documents::text)
                    .toList();
        }
    }
}
