package dev.penstock.application;

import dev.penstock.application.Interceptors.Named;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.RequestEditor;
import dev.penstock.domain.port.RequestGuard;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.domain.usage.UsageRecord;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One request's way past the interceptors. Close it when the request is over and its grant has ended: that is when
/// those that observe hear of it.
///
/// Used by one thread, but for [#answer()].
public final class Interception implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Interception.class.getName());
    private static final Duration WORTH_A_TRY = Duration.ofSeconds(5);
    private static final int LONGEST_REASON = 300;

    private final List<Named> chain;
    private final Observations observations;
    private final List<Observation> begun = new ArrayList<>();
    private AnswerCopy answer = AnswerCopy.NONE;
    private @Nullable Grant grant;

    Interception(List<Named> chain, Observations observations) {
        this.chain = chain;
        this.observations = observations;
    }

    /// Whether there is nobody to pass.
    public boolean isIdle() {
        return chain.isEmpty();
    }

    /// Has the request pass.
    ///
    /// @param reading a body that was edited → the request that it makes; throws [RefusedException] if it makes none
    /// @return the request to go on with
    /// @throws RefusedException if it must not go on
    public InterceptedRequest pass(Grant granted, InterceptedRequest request,
            Function<JsonText, InterceptedRequest> reading) {
        grant = granted;
        granted.asks(request.model(), request.stream());
        InterceptedRequest now = request;
        for (Named named : chain) {
            now = pass(named, now, reading);
        }
        begun.stream()
                .mapToInt(Observation::kept)
                .max()
                .ifPresent(most -> answer = new AnswerCopy(most, begun.size(), observations));
        return now;
    }

    private InterceptedRequest pass(Named named, InterceptedRequest request,
            Function<JsonText, InterceptedRequest> reading) {
        try {
            switch (named.interceptor()) {
                case RequestObserver observer ->
                    observations.begin(named, observer, request).ifPresent(begun::add);
                case RequestGuard guard -> guard.objection(request).ifPresent(why -> {
                    throw new RefusedException(new Refusal.Objected(named.name(), why));
                });
                case RequestEditor editor -> {
                    JsonText edited = editor.edit(request);
                    return edited.equals(request.body()) ? request : edited(reading, edited);
                }
            }
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(named, request, e);
        }
        return request;
    }

    private static InterceptedRequest edited(Function<JsonText, InterceptedRequest> reading, JsonText body) {
        try {
            return reading.apply(body);
        } catch (RefusedException e) {
            if (e.refusal() instanceof Refusal.Overloaded) {
                throw e; // which is nobody's fault
            }
            throw new IllegalStateException("what it has made is no request: " + e.refusal().message(), e);
        }
    }

    private static void failed(Named named, InterceptedRequest request, RuntimeException e) {
        LOGGER.log(Level.WARNING, "the interceptor {0} failed at {1}, which {2}: {3}", named.name(),
                request.requestId(), named.needed() ? "is refused" : "passes all the same", reason(e));
        if (named.needed()) {
            throw new RefusedException(new Refusal.InterceptorFailed(named.name(), WORTH_A_TRY));
        }
    }

    /// Cut short, for there may be prompts in it.
    static String reason(Throwable e) {
        String text = String.valueOf(e.getMessage());
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }

    /// Gets what the client gets.
    public AnswerCopy answer() {
        return answer;
    }

    @Override
    public void close() {
        if (!begun.isEmpty()) {
            AnswerCopy whole = answer == AnswerCopy.NONE // a request that was refused has none
                    ? new AnswerCopy(0, begun.size(), observations)
                    : answer;
            UsageRecord line = Optional.ofNullable(grant).flatMap(Grant::line).orElseThrow();
            begun.forEach(observation -> observation.over(whole, line));
        }
    }
}
