package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.spi.Problem;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SettingsException;
import java.util.HashMap;
import java.util.Map;

/// Settings that nobody has asked for, and what a plug-in of any role has to say to them.
final class UnknownSettings {
    /// Connects.
    interface Connecting {
        Object to(Settings settings);
    }

    private UnknownSettings() {}

    /// @param section of the configuration that the settings stand in
    static void areRejected(String section, Map<String, String> known, Connecting connecting) {
        Map<String, String> settings = new HashMap<>(known);
        settings.put("no-such-setting", "1");
        settings.put("nor-such-a-one", "2");

        SettingsException problem = catchThrowableOfType(SettingsException.class,
                () -> connecting.to(new Settings(section, settings)));

        assertThat(problem)
                .as("connect() throws a SettingsException at settings that nobody has read: it calls"
                        + " settings.check() once it has read all, and before it opens anything")
                .isNotNull();
        assertThat(problem.problems()).extracting(Problem::path)
                .contains(section + ".no-such-setting", section + ".nor-such-a-one");
    }
}
