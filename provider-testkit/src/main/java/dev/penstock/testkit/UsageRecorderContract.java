package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.spi.Settings;
import dev.penstock.spi.UsageRecorderPlugin;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The whole contract of a usage recorder: what the gateway expects of any, wherever it keeps what it is given. Whether it is
/// kept there is a test of its own.
///
/// ```java
/// final class CsvContractTest implements UsageRecorderContract {
///     @Override
///     public UsageRecorderPlugin plugin() {
///         return new Csv();
///     }
/// }
/// ```
public interface UsageRecorderContract extends IdentityContract {

    @Override
    UsageRecorderPlugin plugin();

    /// The settings to connect with.
    default Map<String, String> settings() {
        return Map.of();
    }

    @Test
    default void rejectsEverySettingItDoesNotKnowAndTellsAllAtOnce() {
        UnknownSettings.areRejected("usage-recorders.test", settings(),
                settings -> plugin().connect(settings, Bench.CONTEXT));
    }

    @Test
    default void takesLinesOfAllSorts() {
        UsageRecorder recorder = connected();
        for (UsageRecord line : InterceptedSample.lines()) {
            assertThatCode(() -> recorder.record(line))
                    .as("what is thrown at a line with the outcome " + line.outcome())
                    .doesNotThrowAnyException();
        }
        recorder.close();
    }

    @Test
    default void canBeOpenTwice() {
        UsageRecorder one = connected();
        UsageRecorder other = connected();
        assertThatCode(() -> {
            one.record(InterceptedSample.completed());
            one.close();
            other.record(InterceptedSample.completed());
            other.close();
        }).as("what is thrown while a version replaces another").doesNotThrowAnyException();
    }

    @Test
    default void canBeClosedTwice() {
        UsageRecorder recorder = connected();
        assertThatCode(() -> {
            recorder.close();
            recorder.close();
        }).as("close(), the second time").doesNotThrowAnyException();
    }

    private UsageRecorder connected() {
        UsageRecorder made = plugin().connect(new Settings("usage-recorders.test", settings()),
                Bench.CONTEXT);
        assertThat(made).as("what connect() makes").isNotNull();
        return made;
    }
}
