package dev.penstock.application;

import dev.penstock.application.Providers.Known;
import dev.penstock.application.Slots.Slot;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.time.Deadline;
import dev.penstock.domain.time.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Has the upstream that would answer a request count its tokens, if that speaks the client's API.
///
/// A count is free, has limits of its own at the upstream, and can be estimated instead. So it is asked for once per
/// upstream, and its failures do not affect circuits, keys and health. Safe for concurrent use.
public final class TokenCounts {
    private static final System.Logger LOGGER = System.getLogger(TokenCounts.class.getName());
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Router router;
    private final Providers providers;
    private final Planner planner;
    private final Ticker ticker;

    public TokenCounts(Router router, Providers providers, Planner planner, Ticker ticker) {
        this.router = router;
        this.providers = providers;
        this.planner = planner;
        this.ticker = ticker;
    }

    /// Counts the tokens of a request. Blocks.
    ///
    /// @return the upstream's JSON; empty if the upstream does not speak the client's API, does not count tokens or
    ///         cannot be reached, or if the model is unknown
    /// @throws UpstreamException if the upstream refuses the request or wants fewer of them
    public Optional<JsonText> count(Grant grant, ClientRequest request, Cancellation cancellation) {
        Deadline deadline = new Deadline(ticker.now().plus(LONGEST), ticker);
        try {
            String meant = router.meaning(request.api(), router.effectiveModel(request.head().model()));
            ModelRoute route = router.route(meant);
            for (Planner.Candidate candidate : planner.candidates(route, meant, Optional.empty())) {
                if (candidate.met().isPresent()) {
                    continue;
                }
                UpstreamModel upstream = candidate.upstream();
                Known provider = providers.get(upstream.provider());
                Optional<RelayPort> relay = provider.keys()
                        .all()
                        .stream()
                        .findFirst()
                        .flatMap(key -> request.relay(key.way()));
                if (relay.isEmpty()) {
                    return Optional.empty(); // the request would be converted for this upstream
                }
                ChatCall call = new ChatCall(grant.caller().requestId(), request.form(relay), upstream.name(),
                        deadline, TimeLimits.NONE, cancellation, _ -> {
                        }, grant.memory());
                Counted counted = counted(provider, request, call);
                if (counted.reached()) {
                    return counted.json();
                }
            }
        } catch (RefusedException _) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /// @param reached whether the upstream answered
    private record Counted(boolean reached, Optional<JsonText> json) {
        static final Counted UNREACHED = new Counted(false, Optional.empty());
    }

    private Counted counted(Known provider, ClientRequest request, ChatCall call) {
        Duration left = call.deadline().left();
        Optional<KeyPool.Key> key = provider.keys()
                .next(call.upstreamModel(), Set.of(), ticker.now(), Optional.empty());
        Optional<Slot> free = key.flatMap(_ -> provider.slots().take(left, call.cancellation()));
        if (key.isEmpty() || free.isEmpty()) {
            return Counted.UNREACHED;
        }
        try (Slot _ = free.get()) {
            return new Counted(true,
                    request.relay(key.get().way()).flatMap(port -> port.countTokens(call)));
        } catch (UpstreamException e) {
            call.cancellation().throwIfHappened();
            if (e.failure() instanceof UpstreamFailure.Rejected
                    || e.failure() instanceof UpstreamFailure.ContentFiltered
                    || e.failure() instanceof UpstreamFailure.Throttled) {
                throw e;
            }
            LOGGER.log(Level.DEBUG, "{0}: no count of tokens: {1}", call.requestId(), e.getMessage());
            return Counted.UNREACHED;
        }
    }
}
