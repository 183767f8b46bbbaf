package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.port.InterceptedAnswer;
import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.domain.port.RequestObserver.Sequel;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole contract of an interceptor: what the gateway expects of any, whatever it is for. Whether it refuses, edits and
/// sees what it should are tests of its own.
///
/// ```java
/// final class NoKeysContractTest implements InterceptorContract {
///     @Override
///     public InterceptorPlugin plugin() {
///         return new NoKeys();
///     }
/// }
/// ```
public interface InterceptorContract extends IdentityContract {
    int AT_ONCE = 50;

    @Override
    InterceptorPlugin plugin();

    /// The settings to connect with.
    default Map<String, String> settings() {
        return Map.of();
    }

    @Test
    default void makesWhatItsModeSays() {
        try (Interceptor interceptor = connected()) {
            assertThat(interceptor.mode()).as("the mode of what connect() makes").isEqualTo(plugin().mode());
        }
    }

    @Test
    default void rejectsEverySettingItDoesNotKnowAndTellsAllAtOnce() {
        UnknownSettings.areRejected("interceptors.test", settings(),
                settings -> plugin().connect(settings, Bench.CONTEXT));
    }

    @Test
    default void canBeClosedTwice() {
        Interceptor interceptor = connected();
        assertThatCode(() -> {
            interceptor.close();
            interceptor.close();
        }).as("close(), the second time").doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    default void takesOrdinaryRequests(Endpoint endpoint) {
        try (Interceptor interceptor = connected()) {
            Passing.of(interceptor, InterceptedSample.request(endpoint), InterceptedSample.answer(),
                    InterceptedSample.completed());
        }
    }

    @ParameterizedTest
    @EnumSource
    default void takesRequestsOfOddSpelling(Endpoint endpoint) {
        try (Interceptor interceptor = connected()) {
            Passing.of(interceptor, InterceptedSample.oddRequest(endpoint), InterceptedSample.answer(),
                    InterceptedSample.completed());
        }
    }

    @Test
    default void hearsOfEndingsOfAllSorts() {
        try (Interceptor interceptor = connected()) {
            if (interceptor instanceof RequestObserver observer) {
                for (UsageRecord line : InterceptedSample.lines()) {
                    for (boolean cut : new boolean[]{false, true}) {
                        assertThatCode(() -> {
                            Sequel sequel = observer.asked(InterceptedSample.request(Endpoint.MESSAGES));
                            sequel.ended(new InterceptedAnswer("", cut), line);
                        }).as("an end with nothing answered: " + line.outcome()).doesNotThrowAnyException();
                    }
                }
            } else {
                assertThat(interceptor).as("what connect() makes").isNotNull();
            }
        }
    }

    @Test
    default void takesManyRequestsAtOnce() throws InterruptedException {
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        try (Interceptor interceptor = connected()) {
            List<Thread> clients = new ArrayList<>();
            while (clients.size() < AT_ONCE) {
                for (Endpoint endpoint : Endpoint.values()) {
                    clients.add(Thread.ofPlatform().start(() -> {
                        try {
                            Passing.of(interceptor, InterceptedSample.request(endpoint),
                                    InterceptedSample.answer(), InterceptedSample.completed());
                        } catch (Throwable e) { // of whatever kind: it is the author's to see
                            thrown.add(e);
                        }
                    }));
                }
            }
            for (Thread client : clients) {
                assertThat(client.join(Bench.SOON)).as("whether a request has come back that was among many")
                        .isTrue();
            }
        }
        assertThat(thrown).as("what was thrown at " + AT_ONCE + " requests at once").isEmpty();
    }

    private Interceptor connected() {
        Interceptor made = plugin().connect(new Settings("interceptors.test", settings()), Bench.CONTEXT);
        assertThat(made).as("what connect() makes").isNotNull();
        return made;
    }
}
