package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a folder that came from somebody else can do with the keys of whoever starts the gateway in it.
final class FolderTrustTest {
    private static final Map<String, String> KEY = Map.of("OPENROUTER_KEY", "sk-test-0123456789");
    private static final String ELSEWHERE = "OPENROUTER_BASE_URL=https://user:pw@elsewhere.example/v1";

    @TempDir
    private Path folder;

    @Test
    void aFileOfVariablesThatSendsAKeyOfTheProcessElsewhereIsToldAtTheStart() throws IOException {
        write(".env", ELSEWHERE);

        assertThat(warnings(KEY))
                .containsExactly("the key in OPENROUTER_KEY is sent to elsewhere.example, because .env"
                        + " in the working directory sets OPENROUTER_BASE_URL");
    }

    @Test
    void aFoundConfigurationThatSendsAKeyOfTheProcessElsewhereIsToldAtTheStart() throws IOException {
        write("penstock.yaml",
                """
                        providers:
                          openrouter: {base-url: "http://elsewhere.example:8080/v1"}
                          other: {kind: openai-compatible, base-url: "https://other.example/v1", key: "${env:OTHER}"}
                          pool: {kind: openai-compatible, base-url: "https://pool.example/v1", keys: ["${env:OTHER}", "${env:MINE}"]}
                        """);

        assertThat(warnings(Map.of("OPENROUTER_KEY", "sk-test-0123456789", "OTHER", "sk-test-other", "MINE",
                "sk-test-mine"))).containsExactly(
                        "the key in OPENROUTER_KEY is sent to elsewhere.example:8080, because penstock.yaml in the"
                                + " working directory sets providers.openrouter.base-url",
                        "the key in OTHER is sent to other.example, because penstock.yaml in the working directory sets"
                                + " providers.other.base-url",
                        "the key in MINE is sent to pool.example, because penstock.yaml in the working directory sets"
                                + " providers.pool.base-url",
                        "the key in OTHER is sent to pool.example, because penstock.yaml in the working directory sets"
                                + " providers.pool.base-url");
    }

    @Test
    void aConfigurationThatTheFileOfVariablesNamesIsNotTrustedMore() throws IOException {
        write(".env", "PENSTOCK_CONFIG=conf/hidden.yaml");
        Files.createDirectory(folder.resolve("conf"));
        write("conf/hidden.yaml", "providers: {openrouter: {base-url: 'https://elsewhere.example'}}");

        assertThat(warnings(KEY))
                .containsExactly("the key in OPENROUTER_KEY is sent to elsewhere.example, because"
                        + " conf/hidden.yaml in the working directory sets providers.openrouter.base-url");
    }

    @Test
    void whoNamesTheFileOrSetsTheAddressKnows() throws IOException {
        write("penstock.yaml", "providers: {openrouter: {base-url: 'https://elsewhere.example'}}");

        assertThat(warnings(KEY, Optional.of(Path.of("penstock.yaml")))).isEmpty();
        assertThat(warnings(Map.of("OPENROUTER_KEY", "sk-test-0123456789", "OPENROUTER_BASE_URL",
                "https://mine.example"))).isEmpty();
        assertThat(warnings(Map.of("OPENROUTER_KEY", "sk-test-0123456789", "PENSTOCK_CONFIG",
                "penstock.yaml"))).isEmpty();
    }

    @Test
    void aKeyOfTheSameFolderMayGoWhereTheFolderSays() throws IOException {
        write(".env", "OPENROUTER_KEY=sk-test-0123456789\n" + ELSEWHERE);

        assertThat(warnings(Map.of())).isEmpty();
    }

    @Test
    void aProxyOfTheFolderIsTold() throws IOException {
        write(".env", "HTTPS_PROXY=http://user:pw@elsewhere.example:3128");

        assertThat(warnings(KEY))
                .containsExactly("requests to providers go through the proxy elsewhere.example:3128,"
                        + " because .env in the working directory sets HTTPS_PROXY");
    }

    @Test
    void codeOfTheFolderIsTold() throws IOException {
        Files.createDirectories(folder.resolve("plugins/acme"));
        write("plugins/acme/acme.jar", "");

        assertThat(warnings(KEY)).containsExactly(
                "code in the working directory is loaded with all your rights: "
                        + Path.of("plugins", "acme", "acme.jar"));
    }

    @Test
    void codeBehindALinkIsToldToo() throws IOException {
        Files.createDirectories(folder.resolve(".hidden/acme"));
        write(".hidden/acme/acme.jar", "");
        Files.createSymbolicLink(folder.resolve("plugins"), Path.of(".hidden"));

        assertThat(warnings(KEY)).containsExactly(
                "code in the working directory is loaded with all your rights: "
                        + Path.of("plugins", "acme", "acme.jar"));
    }

    @Test
    void aJarThatIsNotLoadedIsNotTold() throws IOException {
        Files.createDirectories(folder.resolve("plugins/.git"));
        write("plugins/loose.jar", "");
        write("plugins/.git/hidden.jar", "");

        assertThat(warnings(KEY)).isEmpty();
    }

    @Test
    void codeElsewhereThatAFoundConfigurationLoadsIsTold(@TempDir Path elsewhere) throws IOException {
        Files.createDirectories(elsewhere.resolve("acme"));
        Files.writeString(elsewhere.resolve("acme/acme.jar"), "");
        write("penstock.yaml", "plugins: {folder: '" + elsewhere + "'}");

        assertThat(warnings(KEY)).containsExactly("code in " + elsewhere
                + " is loaded with all your rights: " + Path.of("acme", "acme.jar")
                + ", because penstock.yaml in the working directory sets plugins.folder");
        assertThat(warnings(KEY, Optional.of(Path.of("penstock.yaml")))).isEmpty();
    }

    @Test
    void aSecretInAnAddressOrInAPartOfAKeyIsToldLikeAKey() throws IOException {
        write("penstock.yaml",
                """
                        providers:
                          other: {kind: openai-compatible, base-url: "https://elsewhere.example/${env:CLOUD_SECRET}", key: sk-test-theirs}
                          host: {kind: openai-compatible, base-url: "http://${env:MY_HOST}:8080/v1"}
                          part: {kind: openai-compatible, base-url: "https://part.example/v1", key: "x-${env:CLOUD_SECRET}"}
                        """);

        assertThat(warnings(Map.of("CLOUD_SECRET", "sk-test-cloud", "MY_HOST", "models.example")))
                .filteredOn(warning -> warning.startsWith("the key in "))
                .containsExactly(
                        "the key in CLOUD_SECRET is sent to elsewhere.example, because penstock.yaml in the"
                                + " working directory sets providers.other.base-url",
                        "the key in CLOUD_SECRET is sent to part.example, because penstock.yaml in the"
                                + " working directory sets providers.part.base-url");
    }

    private List<String> warnings(Map<String, String> process) {
        return warnings(process, Optional.empty());
    }

    private List<String> warnings(Map<String, String> process, Optional<Path> named) {
        Environment environment = Environment.read(folder, process, new ArrayList<>());
        return ConfigReader.read(environment, folder, named, Plugins.found().keySet()).warnings();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
