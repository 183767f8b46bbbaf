package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.penstock.spi.ProviderPlugin;
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
    void failsInEveryTestOnABrokenProvider() {
        Events tests = broken();

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
        Stream<Event> failed = broken().failed().stream();

        assertThat(failed.filter(event -> !(reason(event) instanceof AssertionError))
                .map(event -> event.getTestDescriptor().getDisplayName() + ": " + reason(event))).isEmpty();
    }

    private static Events broken() {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Broken.class))
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
}
