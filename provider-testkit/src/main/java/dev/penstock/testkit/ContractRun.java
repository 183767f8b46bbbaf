package dev.penstock.testkit;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.platform.engine.TestExecutionResult;

/// How one contract test went. Safe for concurrent use.
final class ContractRun {
    /// A test may have several cases, such as an answer that is whole and one that is streamed.
    private record Cases(int kept, int broken, int leftOut) {
        Cases with(TestExecutionResult.Status status) {
            return switch (status) {
                case SUCCESSFUL -> new Cases(kept + 1, broken, leftOut);
                case FAILED -> new Cases(kept, broken + 1, leftOut);
                case ABORTED -> new Cases(kept, broken, leftOut + 1);
            };
        }
    }

    private final Class<?> contractTest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Cases> cases = new HashMap<>();

    ContractRun(Class<?> contractTest) {
        this.contractTest = contractTest;
    }

    Class<?> contractTest() {
        return contractTest;
    }

    /// One case of a test came to its end.
    void ended(String test, TestExecutionResult.Status status) {
        lock.lock();
        try {
            cases.put(test, cases.getOrDefault(test, new Cases(0, 0, 0)).with(status));
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
            Cases all = cases.getOrDefault(promise.getName(), new Cases(0, 0, 0));
            if (all.broken > 0) {
                return Fate.BROKEN;
            }
            return all.kept > 0 && all.leftOut == 0 ? Fate.KEPT : Fate.NOT_TRIED;
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
