package dev.penstock.bootstrap.plugin;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.time.Deadline;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Between the gateway and calls into a plug-in: one that does not come back in time is given up, and what it throws
/// without right is the upstream's failure.
final class CallGuard {
    private static final System.Logger LOGGER = System.getLogger(CallGuard.class.getName());
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final String kind;
    private final Duration grace;

    /// @param kind whose plug-in it is, for people
    /// @param grace how long a plug-in may take to notice by itself that time is over
    CallGuard(String kind, Duration grace) {
        this.kind = kind;
        this.grace = grace;
    }

    /// Makes the call on a thread of its own and waits for it, as long as the call has time.
    ///
    /// @param loader the plug-in's
    /// @param redact blots out of a text what must not be shown
    /// @throws UpstreamException if the plug-in failed or was given up
    /// @throws RefusedException if the gateway has no memory for the answer
    /// @throws CancellationException if the call was cancelled
    <T> T run(ChatCall call, SinkGate gate, ClassLoader loader, UnaryOperator<String> redact,
            Supplier<T> work) {
        Answer<T> answer = new Answer<>(_ -> {
        });
        Thread thread = new PluginThread("plug-in " + kind + " " + call.requestId(), loader)
                .start(() -> answer.fill(work));
        try {
            Deadline givenUp = null;
            while (!answer.await(LOOK)) {
                if (givenUp == null && call.cancellation().happened()) {
                    givenUp = Deadline.in(grace);
                }
                lookAt(call, gate, thread, givenUp);
            }
        } catch (InterruptedException _) {
            giveUp(thread, gate);
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
        if (gate.clientGone().isPresent()) {
            throw gate.clientGone().get();
        }
        if (answer.thrown() != null) {
            throw thrown(answer.thrown(), call, redact);
        }
        return answer.value().orElseThrow(() -> failed("it gave null for an answer"));
    }

    private void lookAt(ChatCall call, SinkGate gate, Thread thread, @Nullable Deadline givenUp) {
        if (givenUp != null && givenUp.isOver()) {
            giveUp(thread, gate);
            call.cancellation().throwIfHappened();
        }
        long silence = gate.silence();
        Duration patience = call.limits().silence().orElse(LONGEST_SILENCE).plus(grace);
        if (silence < 0 ? call.deadline().plus(grace).isOver() : silence > patience.toNanos()) {
            giveUp(thread, gate);
            throw new UpstreamException(new UpstreamFailure.TimedOut(
                    FailureDetail.of("the plug-in '" + kind + "' did not answer in time and was given up")));
        }
    }

    private void giveUp(Thread thread, SinkGate gate) {
        thread.interrupt();
        gate.shut();
        LOGGER.log(Level.WARNING, "{0} did not come back in time; until it does, it cannot be unloaded",
                thread.getName());
    }

    private RuntimeException thrown(Throwable cause, ChatCall call, UnaryOperator<String> redact) {
        if (cause instanceof UpstreamException told) {
            LOGGER.log(Level.DEBUG, () -> "the plug-in '" + kind + "' tells of a failure: "
                    + redact.apply(trace(told)));
            return told;
        }
        if (cause instanceof RefusedException refused) {
            return refused;
        }
        if (cause instanceof CancellationException cancelled && call.cancellation().happened()) {
            return cancelled;
        }
        LOGGER.log(Level.WARNING, "the plug-in '" + kind + "' has a defect: " + redact.apply(trace(cause)));
        return failed(cause.getClass().getSimpleName());
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private UpstreamException failed(String why) {
        return new UpstreamException(new UpstreamFailure.Garbled(
                FailureDetail.of("the plug-in '" + kind + "' failed: " + why)));
    }
}
