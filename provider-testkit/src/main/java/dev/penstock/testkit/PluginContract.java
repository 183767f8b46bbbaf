package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.spi.Problem;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.SettingsException;
import dev.penstock.spi.SpiVersion;
import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who a plug-in is, how it takes its settings, how its providers begin and end.
@DisplayName("Plug-in")
@ExtendWith(BenchExtension.class)
public interface PluginContract extends ProviderUnderTest {

    @Test
    default void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ProviderPlugin.class).stream().map(ServiceLoader.Provider::type))
                .as("named in META-INF/services/" + ProviderPlugin.class.getName())
                .containsOnlyOnce(plugin().getClass());
    }

    @Test
    default void hasAKindThatCanBeWrittenInAConfiguration() {
        assertThat(plugin().kind()).as("kind(): lower-case letters, digits and dashes")
                .matches("[a-z][a-z0-9-]*");
    }

    @Test
    default void isBuiltForAVersionOfTheInterfaceThatFits() {
        assertThat(SpiVersion.accepts(plugin().spiVersion())).as("built for " + plugin().spiVersion())
                .isTrue();
    }

    @Test
    default void isTheSameEveryTimeItIsMade() {
        assertThat(plugin().kind()).isEqualTo(plugin().kind());
        assertThat(plugin().capabilities()).isEqualTo(plugin().capabilities());
    }

    @Test
    default void rejectsEverySettingItDoesNotKnowAndTellsAllAtOnce(Bench bench) {
        Map<String, String> settings = bench.settings();
        settings.put("no-such-setting", "1");
        settings.put("nor-such-a-one", "2");

        SettingsException problem = catchThrowableOfType(SettingsException.class,
                () -> bench.connect(settings));

        assertThat(problem)
                .as("connect() throws a SettingsException at settings that nobody has read: it calls"
                        + " settings.check() once it has read all, and before it opens anything")
                .isNotNull();
        assertThat(problem.problems()).extracting(Problem::path)
                .contains("providers.test.no-such-setting", "providers.test.nor-such-a-one");
    }

    @Test
    default void connectsWithoutAskingAnyone(Bench bench) throws IOException {
        try (Provider provider = bench.connect(bench.settings())) {
            assertThat(provider).isNotNull();
        }

        assertThat(bench.connectionsSoFar())
                .as("connections that connect() opened; the first request is soon enough")
                .isZero();
    }

    @Test
    default void canBeClosedTwice(Bench bench) {
        Provider provider = bench.connect(bench.settings());
        provider.close();

        assertThatCode(provider::close).as("close(), the second time").doesNotThrowAnyException();
    }

    @Test
    default void connectsSeveralProvidersThatDoNotDisturbEachOther(Bench bench) {
        try (Provider other = bench.connect(bench.settings())) {
            assertThat(Mode.WHOLE.ask(other.chat(), bench.call(Ask.saying("Hello"))).text()).isNotEmpty();
        }

        assertThat(bench.ask(Mode.WHOLE, Ask.saying("Hello")).text()).isNotEmpty();
    }

    @Test
    default void showsItsKeyNowhere(Bench bench) {
        Provider provider = bench.provider();

        assertThat(provider.target()).isNotBlank().doesNotContain(bench.key().reveal());
        assertThat(provider.toString() + provider.chat()).doesNotContain(bench.key().reveal());
    }
}
