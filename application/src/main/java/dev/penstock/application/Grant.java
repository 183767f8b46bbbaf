package dev.penstock.application;

import dev.penstock.domain.access.ClientSession;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.port.AnswerMemory;
import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.time.Moment;
import dev.penstock.domain.time.Ticker;
import dev.penstock.domain.usage.Attempt;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import dev.penstock.domain.usage.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The right to one completion. It ends exactly once, and its end is the request's one line in the ledger: the first
/// ending counts, later ones do nothing.
///
/// Used by one thread, but for [#attempts()] and [#replyHeaders()]. Close it when the request is over: a grant that nobody ended is then booked
/// as failed.
public final class Grant implements AutoCloseable {
    private static final String PENDING = "pending";
    private static final String ANSWERED = "answered";
    static final String DEFECT = "internal_error";

    private final Caller caller;
    private final UsageRecorder recorder;
    private final Ticker ticker;
    private final AnswerBudget.Lease memory;
    private ClientSession session;
    private Supplier<Optional<AffinityKey>> prompt = Optional::empty;
    private @Nullable String model;
    private boolean stream;
    private volatile List<Attempt> attempts = List.of();
    private volatile Map<String, String> replyHeaders = Map.of();
    private @Nullable Moment firstToken;
    private boolean outOfTime;
    private @Nullable String unknownFinish;
    private @Nullable UsageRecord line;

    Grant(Caller caller, UsageRecorder recorder, Ticker ticker, AnswerBudget.Lease memory) {
        this.memory = memory;
        this.caller = caller;
        this.recorder = recorder;
        this.ticker = ticker;
        this.session = caller.session();
    }

    public Caller caller() {
        return caller;
    }

    /// What is known of the session: from the request's head, and from its body once [#belongsTo] was called.
    public ClientSession session() {
        return session;
    }

    /// Adds the session id that the request's body contains. An id in the head takes precedence.
    ///
    /// @param promptKey recognises the session by its prompt; called at most once, and only if there is no id
    public void belongsTo(Optional<String> sessionId, Supplier<Optional<AffinityKey>> promptKey) {
        session = caller.session().orId(sessionId);
        prompt = promptKey;
    }

    /// The session as [ModelRoute]s tell it from others; empty if the request does not show one.
    Optional<AffinityKey> affinityKey() {
        return session.id().map(AffinityKey::ofSession).or(prompt);
    }

    /// Ends the grant because the gateway says no.
    public void refuse(Refusal refusal) {
        end(Outcome.REFUSED, Optional.of(refusal.code()), Optional.empty());
    }

    /// Ends the grant because the client went before anything was asked of an upstream.
    public void abandon() {
        end(Outcome.CLIENT_LEFT, Optional.of("client_left"), Optional.empty());
    }

    /// Ends the grant because the gateway stopped before it knew what was asked.
    public void stop() {
        end(Outcome.FAILED, Optional.of("gateway_stopping"), Optional.empty());
    }

    /// What is asked, as soon as it is known.
    ///
    /// @param wanted the model as the client wrote it, or the default; empty if there is neither yet
    /// @param streamed whether the answer is wanted in chunks
    void asks(Optional<String> wanted, boolean streamed) {
        model = wanted.orElse(null);
        stream = streamed;
    }

    /// Who has been asked so far, the last one with the result `pending` until something comes of it. Any thread may look.
    public List<Attempt> attempts() {
        return attempts;
    }

    /// The headers of the upstream's response that clients use, by lower-case name; empty as long as the upstream asked last
    /// has not answered. Any thread may look.
    public Map<String, String> replyHeaders() {
        return replyHeaders;
    }

    void replied(Map<String, String> headers) {
        replyHeaders = Map.copyOf(headers);
    }

    /// For the answer of the latest attempt; given back when the next one begins, or the grant is closed. Any thread may take.
    public AnswerMemory memory() {
        return memory;
    }

    void tries(UpstreamModel next) {
        memory.giveBack();
        replyHeaders = Map.of();
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(new Attempt(next, PENDING));
        attempts = List.copyOf(more);
    }

    /// What came of the latest attempt.
    void came(String result) {
        if (!attempts.isEmpty()) {
            List<Attempt> known = new ArrayList<>(attempts);
            known.set(known.size() - 1, new Attempt(known.getLast().upstream(), result));
            attempts = List.copyOf(known);
        }
    }

    /// The request ends here, and with it the latest attempt, unless that had failed before.
    void breaksOff(String why) {
        if (!attempts.isEmpty() && Set.of(PENDING, ANSWERED).contains(attempts.getLast().result())) {
            came(why);
        }
    }

    /// Nobody was asked any more, because the deadline had passed.
    void outOfTime() {
        outOfTime = true;
    }

    /// Whether the request has failed after all the time there was for it.
    public boolean isOutOfTime() {
        return outOfTime;
    }

    /// The first token is out; only the first call counts.
    void answering() {
        if (firstToken == null) {
            firstToken = ticker.now();
            came(ANSWERED);
        }
    }

    /// The answer ended for a reason that is none of the known ones.
    void finishes(String unknownWord) {
        unknownFinish = unknownWord;
    }

    void settle(Outcome outcome, Optional<String> reason, Optional<Usage> usage) {
        end(outcome, reason, usage);
    }

    @Override
    public void close() {
        memory.close();
        if (line == null) {
            breaksOff(DEFECT);
        }
        end(Outcome.FAILED, Optional.of(DEFECT), Optional.empty());
    }

    private void end(Outcome outcome, Optional<String> reason, Optional<Usage> usage) {
        if (line != null) {
            return;
        }
        Moment start = caller.arrival();
        UsageRecord written = new UsageRecord(caller.requestId(), caller.receivedAt(),
                Optional.ofNullable(model),
                attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast().upstream()),
                stream, attempts, outcome, reason, usage,
                start.until(ticker.now()),
                Optional.ofNullable(firstToken).map(start::until), session,
                Optional.ofNullable(unknownFinish));
        line = written;
        recorder.record(written);
    }

    /// What was written into the ledger; empty as long as the grant has not ended.
    Optional<UsageRecord> line() {
        return Optional.ofNullable(line);
    }
}
