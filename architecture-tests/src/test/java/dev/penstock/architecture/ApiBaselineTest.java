package dev.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The plug-in interface is compared with that of the last release, from the first one on.
final class ApiBaselineTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern RELEASE = Pattern.compile("(?m)^## (\\d+\\.\\d+\\.\\d+)\\b");
    private static final Pattern BASELINE = Pattern.compile("<api\\.baseline>(.*)</api\\.baseline>");
    private static final String SKIPPED = "<japicmp.skip>true</japicmp.skip>";

    @Test
    void isTheLatestReleaseOfTheChangelog() throws IOException {
        assertThat(isWatched(Files.readString(ROOT.resolve("CHANGELOG.md")),
                Files.readString(ROOT.resolve("pom.xml")))).isTrue();
    }

    @Test
    void mayBeMissingOnlyBeforeTheFirstRelease() {
        String unreleased = "# Changelog\n\n## Unreleased\n";
        String first = unreleased + "\n## 0.1.0\n";
        String second = unreleased + "\n## 0.2.0 (2027-01-01)\n\n## 0.1.0\n";
        String skipping = "<api.baseline>none</api.baseline>" + SKIPPED;
        String watching = "<api.baseline>0.1.0</api.baseline>";

        assertThat(isWatched(unreleased, skipping)).isTrue();
        assertThat(isWatched(first, skipping)).isFalse();
        assertThat(isWatched(first, watching)).isTrue();
        assertThat(isWatched(first, watching + SKIPPED)).isFalse();
        assertThat(isWatched(second, watching)).isFalse();
        assertThat(isWatched(unreleased, "")).isFalse();
    }

    private static boolean isWatched(String changelog, String pom) {
        Optional<String> baseline = first(BASELINE, pom);
        Optional<String> release = first(RELEASE, changelog);
        return release.isEmpty()
                ? baseline.equals(Optional.of("none"))
                : baseline.equals(release) && !pom.contains(SKIPPED);
    }

    private static Optional<String> first(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).findFirst();
    }
}
