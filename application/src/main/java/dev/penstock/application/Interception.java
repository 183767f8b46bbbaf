package dev.penstock.application;

import dev.penstock.application.Interceptors.Named;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.RequestEditor;
import dev.penstock.domain.port.RequestGuard;
import dev.penstock.domain.port.RequestObserver;
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

    /// Who has seen what.
    private record Seen(Named named, RequestObserver observer, InterceptedRequest request) {}

    private final List<Named> chain;
    private final List<Seen> seen = new ArrayList<>();
    private AnswerCopy answer = AnswerCopy.NONE;
    private @Nullable Grant grant;

    Interception(List<Named> chain) {
        this.chain = chain;
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
        seen.stream()
                .mapToInt(one -> one.named().kept())
                .max()
                .ifPresent(most -> answer = new AnswerCopy(most));
        return now;
    }

    private InterceptedRequest pass(Named named, InterceptedRequest request,
            Function<JsonText, InterceptedRequest> reading) {
        try {
            switch (named.interceptor()) {
                case RequestObserver observer -> {
                    seen.add(new Seen(named, observer, request));
                    observer.asked(request);
                }
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
            throw new IllegalStateException("what it has made is no request: " + e.refusal().message(), e);
        }
    }

    private static void failed(Named named, InterceptedRequest request, RuntimeException e) {
        boolean refused = named.needed() && !(named.interceptor() instanceof RequestObserver);
        LOGGER.log(Level.WARNING, "the interceptor {0} failed at {1}, which {2}: {3}", named.name(),
                request.requestId(), refused ? "is refused" : "passes all the same", e.getMessage());
        if (refused) {
            throw new RefusedException(new Refusal.InterceptorFailed(named.name(), WORTH_A_TRY));
        }
    }

    /// Gets what the client gets.
    public AnswerCopy answer() {
        return answer;
    }

    @Override
    public void close() {
        Optional.ofNullable(grant)
                .flatMap(Grant::line)
                .ifPresent(line -> seen.forEach(one -> {
                    try {
                        one.observer().ended(one.request(), answer.first(one.named().kept()), line);
                    } catch (RuntimeException e) {
                        failed(one.named(), one.request(), e);
                    }
                }));
    }
}
