package dev.penstock.testkit;

import java.lang.reflect.Method;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestExecutionResult;

/// How one contract test went. Safe for concurrent use.
final class ContractRun {
    /// A test may have several cases, such as an answer that is whole and one that is streamed.
    ///
    /// @param verdict what the first broken one was told, in one line; empty if none is broken
    private record Cases(int kept, int broken, int leftOut, String verdict) {
        private static final Cases NONE = new Cases(0, 0, 0, "");

        Cases with(TestExecutionResult result, Map<String, String> settings) {
            return switch (result.getStatus()) {
                case SUCCESSFUL -> new Cases(kept + 1, broken, leftOut, verdict);
                case FAILED -> new Cases(kept, broken + 1, leftOut,
                        broken == 0
                                ? result.getThrowable().map(thrown -> Verdict.of(thrown, settings)).orElse("")
                                : verdict);
                case ABORTED -> new Cases(kept, broken, leftOut + 1, verdict);
            };
        }
    }

    private final Class<?> contractTest;
    private final Map<String, String> settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Cases> cases = new HashMap<>();

    ContractRun(Class<?> contractTest) {
        this.contractTest = contractTest;
        this.settings = switch (ReflectionSupport.newInstance(contractTest)) {
            case ProviderUnderTest provider ->
                provider.settings(URI.create("http://upstream.invalid"), Bench.KEY);
            case InterceptorContract interceptor -> interceptor.settings();
            case UsageRecorderContract recorder -> recorder.settings();
            default -> Map.of();
        };
    }

    Class<?> contractTest() {
        return contractTest;
    }

    /// One case of a test came to its end.
    void ended(String test, TestExecutionResult result) {
        lock.lock();
        try {
            cases.put(test, cases.getOrDefault(test, Cases.NONE).with(result, settings));
        } finally {
            lock.unlock();
        }
    }

    /// A promise is kept if every case of its test ran and passed.
    Fate fate(Method promise) {
        lock.lock();
        try {
            if (isReplaced(promise)) {
                return Fate.REPLACED;
            }
            Cases all = cases.getOrDefault(promise.getName(), Cases.NONE);
            if (all.broken > 0) {
                return Fate.BROKEN;
            }
            return all.kept > 0 && all.leftOut == 0 ? Fate.KEPT : Fate.NOT_TRIED;
        } finally {
            lock.unlock();
        }
    }

    /// How a broken promise was broken; empty for others.
    String verdict(Method promise) {
        lock.lock();
        try {
            return cases.getOrDefault(promise.getName(), Cases.NONE).verdict;
        } finally {
            lock.unlock();
        }
    }

    private boolean isReplaced(Method promise) {
        try {
            return !contractTest.getMethod(promise.getName(), promise.getParameterTypes()).equals(promise);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(contractTest + " is none of " + promise, e);
        }
    }
}
