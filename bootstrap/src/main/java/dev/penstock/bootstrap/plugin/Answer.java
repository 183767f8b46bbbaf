package dev.penstock.bootstrap.plugin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What becomes of a call into a plug-in: one thread fills it, another waits for it.
final class Answer<T> {
    private final CountDownLatch done = new CountDownLatch(1);
    /// Whoever sets it first decides: it is there, or nobody wants it any more.
    private final AtomicBoolean decided = new AtomicBoolean();
    private final Consumer<T> tooLate;
    private volatile @Nullable T value;
    private volatile @Nullable Throwable thrown;

    /// @param tooLate takes what comes after [#abandon()]
    Answer(Consumer<T> tooLate) {
        this.tooLate = tooLate;
    }

    /// Does the work, whatever it throws.
    void fill(Supplier<T> work) {
        T given = null;
        try {
            given = work.get();
            value = given;
        } catch (Throwable e) { // of whatever kind: it is somebody else's code
            thrown = e;
        }
        if (!decided.compareAndSet(false, true) && given != null) {
            tooLate.accept(given);
        }
        done.countDown();
    }

    /// Waits for so long at most.
    ///
    /// @return whether it is filled
    boolean await(Duration time) throws InterruptedException {
        return done.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Nobody wants it any more.
    ///
    /// @return false if it has come after all
    boolean abandon() {
        return decided.compareAndSet(false, true);
    }

    /// Empty if nothing was given.
    Optional<T> value() {
        return Optional.ofNullable(value);
    }

    @Nullable
    Throwable thrown() {
        return thrown;
    }
}
