package dev.penstock.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FixturesTest {

    @Test
    void theIndexNamesEveryFile() throws IOException, URISyntaxException {
        URL index = Objects.requireNonNull(Fixtures.class.getResource("fixtures/README.md"));
        Path folder = Objects.requireNonNull(Path.of(index.toURI()).getParent());
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .map(Path::toString)
                    .filter(name -> !name.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(Fixtures.names());
        }
    }

    @Test
    void namesThoseOfOneFolder() {
        assertThat(Fixtures.names("openrouter")).contains("openrouter/error-402.json").hasSize(9);
    }

    @Test
    void keepsEveryByte() {
        assertThat(Fixtures.bytes("edge/bom.sse")).startsWith(0xef, 0xbb, 0xbf);
        assertThat(Fixtures.text("edge/crlf.sse")).contains("\r\n\r\n");
        assertThat(Fixtures.text("edge/cr-only.sse")).contains("\r\r").doesNotContain("\n");
    }

    @Test
    void saysWhichFixtureItDoesNotKnow() {
        assertThatThrownBy(() -> Fixtures.bytes("acme/none.json")).hasMessageContaining("acme/none.json");
    }
}
