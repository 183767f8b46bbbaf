package dev.penstock.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which plug-ins fit which gateways.
final class SpiVersionTest {

    @ParameterizedTest
    @CsvSource({"1.4.0, 1.4.0", "1.4.0, 1.4.7", "1.4.7, 1.4.0", "1.4.0, 1.3.9", "1.10.0, 1.9.0",
            "0.2.0, 0.1.0",
            "1.4.0, 1.4.0-rc.1", "1.4.0, 1.4.0+build.7", "1.0.0, 1.0.0-SNAPSHOT"})
    void acceptsThePresentMinorVersionAndOlderOnes(String offered, String builtFor) {
        assertThat(SpiVersion.accepts(offered, builtFor)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1.4.0, 1.5.0", "1.9.0, 1.10.0", "0.1.0, 0.2.0"})
    void acceptsNoNewerMinorVersion(String offered, String builtFor) {
        assertThat(SpiVersion.accepts(offered, builtFor)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1.4.0, 2.0.0", "2.0.0, 1.4.0", "1.0.0, 0.9.0", "0.1.0, 1.0.0"})
    void acceptsNoOtherMajorVersion(String offered, String builtFor) {
        assertThat(SpiVersion.accepts(offered, builtFor)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "newest", "1", "0.1", "0.1.0.0", "v0.1.0", " 0.1.0", "0.01.0", "0.-1.0",
            "0.1.0-",
            "0.99999999999.0"})
    void acceptsNothingThatIsNoVersion(String builtFor) {
        assertThat(SpiVersion.accepts(builtFor)).isFalse();
    }

    @Test
    void acceptsWhatIsBuiltForThePresentOne() {
        assertThat(SpiVersion.accepts(SpiVersion.CURRENT)).isTrue();
    }

    @Test
    void isTheVersionOfTheReleaseItComesWith() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(pom).containsPattern("<version>\\Q" + SpiVersion.CURRENT + "\\E(-SNAPSHOT)?</version>");
    }
}
