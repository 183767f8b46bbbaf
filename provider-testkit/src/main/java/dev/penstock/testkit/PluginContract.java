package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.penstock.spi.Provider;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How a plug-in of providers takes its settings, and how its providers begin and end.
@DisplayName("Plug-in")
@ExtendWith(BenchExtension.class)
public interface PluginContract extends ProviderUnderTest, IdentityContract {

    @Test
    default void rejectsEverySettingItDoesNotKnowAndTellsAllAtOnce(Bench bench) {
        UnknownSettings.areRejected("providers.test", bench.settings(),
                settings -> plugin().connect(settings, Bench.CONTEXT));
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
