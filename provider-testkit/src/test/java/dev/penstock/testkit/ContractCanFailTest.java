package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.UsageRecorderPlugin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/// What compares with nothing is no guard: every test of the contract fails on the provider that breaks every promise.
final class ContractCanFailTest {

    @Test
    void failsInEveryTestOnABrokenInterceptorAndABrokenRecorder() {
        for (Class<?> contract : List.of(BrokenGuard.class, BrokenLedger.class)) {
            Events tests = broken(contract);

            assertThat(tests.succeeded()
                    .map(event -> event.getTestDescriptor().getUniqueId().toString())
                    .toList())
                    .as("tests that " + contract + " passes")
                    .isEmpty();
            assertThat(tests.failed().count()).as("tests").isGreaterThan(7);
            assertThat(tests.failed()
                    .stream()
                    .filter(event -> !(reason(event) instanceof AssertionError))
                    .map(event -> event.getTestDescriptor().getDisplayName() + ": " + reason(event)))
                    .isEmpty();
        }
    }

    @Test
    void failsInEveryTestOnABrokenProvider() {
        Events tests = broken(Broken.class);

        List<String> passed = tests.succeeded()
                .map(event -> event.getTestDescriptor().getUniqueId().toString())
                .toList();
        assertThat(passed).as("tests that a broken provider passes").isEmpty();
        assertThat(tests.failed().count()).as("tests").isGreaterThan(100);
        assertThat(tests.skipped().count() + tests.aborted().count()).as("tests that did not run").isZero();
    }

    /// An accident on the way to the question is no verdict.
    @Test
    void failsByItsOwnVerdictAndNotByAccident() {
        Stream<Event> failed = broken(Broken.class).failed().stream();

        assertThat(failed.filter(event -> !(reason(event) instanceof AssertionError))
                .map(event -> event.getTestDescriptor().getDisplayName() + ": " + reason(event))).isEmpty();
    }

    /// Of a provider that is good at everything but odd conversations, those promises are broken and no others of their topic.
    @Test
    void failsOnAProviderThatTranslatesOddConversationsOneForOne() {
        Events tests = broken(Naive.class);

        assertThat(tests.succeeded().map(event -> event.getTestDescriptor().getDisplayName()).toList())
                .containsExactlyInAnyOrder("[1] history = \"calls Oslo; result Oslo; user\"",
                        "[4] history = \"calls Oslo Rome; result Rome; result Oslo; user\"",
                        "[6] history = \"calls Oslo; calls Rome; result Oslo; result Rome; user\"",
                        "[9] arguments = \"\\\"null\\\"\"", "[10] arguments = \"null\"",
                        "[11] arguments = \"\\\"\\\"\"", "[12] arguments = \"\\\" \\\"\"");
        assertThat(tests.failed().map(event -> reason(event).toString()).toList()).hasSize(14)
                .allSatisfy(
                        reason -> assertThat(reason).containsAnyOf("results stand right behind their calls",
                                "what was sent of the arguments"));
    }

    @Test
    void failsOnAProviderThatKeepsItsDeadlinesByTheWallClock() {
        Events tests = broken(WallClock.class);

        assertThat(tests.succeeded().count()).isZero();
        assertThat(tests.failed().map(event -> reason(event).toString()).toList()).hasSize(4)
                .allSatisfy(reason -> assertThat(reason).contains(ClockContract.PROMISE));
    }

    private static Events broken(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents();
    }

    private static Throwable reason(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
    }

    static final class Broken implements OpenAiProviderContract {
        @Override
        public ProviderPlugin plugin() {
            return new BrokenProvider();
        }
    }

    static final class Naive implements ToolHistoryContract {
        @Override
        public ProviderPlugin plugin() {
            return new NaiveProvider();
        }
    }

    static final class WallClock implements ClockContract {
        @Override
        public ProviderPlugin plugin() {
            return new WallClockProvider();
        }
    }

    static final class BrokenGuard implements InterceptorContract {
        @Override
        public InterceptorPlugin plugin() {
            return new BrokenInterceptor();
        }
    }

    static final class BrokenLedger implements UsageRecorderContract {
        @Override
        public UsageRecorderPlugin plugin() {
            return new BrokenRecorder();
        }
    }
}
