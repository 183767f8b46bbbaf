package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.spi.Capability;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The report says of each promise what became of it, and makes nothing look better than it is.
final class ContractReportTest {
    private static final Pattern PROMISE = Pattern.compile("(?m)^- (.+?): (.+)$");

    @TempDir
    private Path folder;

    @Test
    void tellsOfABrokenProviderThatEveryPromiseIsBroken() throws IOException {
        String page = report(selectClass(ContractCanFailTest.Broken.class));

        assertThat(PROMISE.matcher(page).results().map(promise -> promise.group(1))).hasSizeGreaterThan(70)
                .containsOnly("**broken**");
        assertThat(page).contains("| **0 of ", " broken** |", "| `" + BrokenProvider.class.getName() + "` |",
                "| tools, model catalog |", "version newest of the plug-in interface")
                .containsSubsequence("## Plug-in\n", "- **broken**: can be closed twice\n",
                        "## Upstream failure\n",
                        "- **broken**: blames the request for a 400 and keeps the upstream's words\n",
                        "## Transcript\n");
    }

    @Test
    void tellsHowAPromiseWasBrokenAndNeverAKey() throws IOException {
        String page = report(selectClass(ContractCanFailTest.Broken.class));

        assertThat(page).contains("- **broken**: shows its key nowhere\n  - `", "somewhere with ***",
                "- **broken**: rejects every setting it does not know and tells all at once\n  - `[connect() throws")
                .doesNotContain(Bench.KEY.reveal());
    }

    @Test
    void tellsWhatIsKeptWhatIsBrokenAndWhatIsReplaced() throws IOException {
        assertThat(report(selectClass(Half.class))).contains("# The contract of `half`\n",
                "| none beyond chats in words |", "version " + SpiVersion.CURRENT + " of",
                "- kept: has a kind that can be written in a configuration\n",
                "- **broken**: is found by the service loader\n",
                "- **replaced**: can be closed twice\n",
                "- **replaced**: shows its key nowhere\n",
                "promises kept; 2 broken, 2 replaced** |");
    }

    @Test
    void tellsWhichVersionOfTheKitIsSpeaking() throws IOException {
        assertThat(report(selectClass(Half.class)))
                .containsPattern("`, with provider-testkit \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\|");
    }

    @Test
    void doesNotTakeAPartOfTheContractForTheWhole() throws IOException {
        String page = report(selectMethod(Half.class, "hasAKindThatCanBeWrittenInAConfiguration"));

        assertThat(page).contains("| **1 of ", "- kept: has a kind",
                "- **not tried**: connects without asking anyone");
    }

    @Test
    void saysNothingWhereNoContractWasTried() {
        assertThat(run(selectClass(DoesNothing.class))).doesNotExist();
    }

    private String report(DiscoverySelector... selectors) throws IOException {
        return Files.readString(run(selectors));
    }

    private Path run(DiscoverySelector... selectors) {
        Path page = folder.resolve("new folder/report.md");
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new ContractReport())
                .build();
        LauncherFactory.create(alone)
                .execute(LauncherExecutionRequestBuilder
                        .request(LauncherDiscoveryRequestBuilder.request()
                                .selectors(List.of(selectors))
                                .configurationParameter("penstock.contract.report", page.toString())
                                .build())
                        .build());
        return page;
    }

    static final class DoesNothing {
        @Test
        void passes() {}
    }

    /// Keeps some promises, breaks some, and evades two.
    static final class Half implements PluginContract {
        @Override
        public ProviderPlugin plugin() {
            return new HalfPlugin();
        }

        @Test
        @Override
        public void canBeClosedTwice(Bench bench) {}

        @Test
        void hasATestOfItsOwn() {}

        @Disabled("to see what the report makes of it")
        @Test
        @Override
        public void showsItsKeyNowhere(Bench bench) {}
    }

    private static final class HalfPlugin implements ProviderPlugin {
        @Override
        public String kind() {
            return "half";
        }

        @Override
        public String spiVersion() {
            return SpiVersion.CURRENT;
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.noneOf(Capability.class);
        }

        @Override
        public Provider connect(Settings settings, PluginContext context) {
            String target = settings.requiredUri("base-url").toString();
            var _ = settings.requiredSecret("key");
            settings.check();
            return new HalfProvider(target);
        }
    }

    private record HalfProvider(String target) implements Provider {
        @Override
        public ChatCompletionPort chat() {
            throw new IllegalStateException("not made yet");
        }

        @Override
        public void close() {}
    }
}
