package dev.penstock.application;

import dev.penstock.domain.access.Secret;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.time.Ticker;
import java.util.Optional;

/// Decides who may ask at all. Comes before the body is read: strangers cannot make the gateway read megabytes.
public final class Admission {
    private final Optional<Secret> key;
    private final UsageRecorder recorder;
    private final Ticker ticker;
    private final AnswerBudget answers;

    /// @param key the key that is demanded; empty if everybody who reaches the listener may ask
    /// @param recorder gets the one line of every grant
    /// @param answers what the answers of all grants share
    public Admission(Optional<Secret> key, UsageRecorder recorder, Ticker ticker, AnswerBudget answers) {
        this.answers = answers;
        this.key = key;
        this.recorder = recorder;
        this.ticker = ticker;
    }

    /// Grants one completion.
    ///
    /// @throws RefusedException if the key is missing or wrong; the ledger then has its line already
    public Grant admit(Caller caller) {
        return admit(caller, recorder);
    }

    /// Grants something that costs nothing and leaves no line in the ledger.
    ///
    /// @throws RefusedException if the key is missing or wrong
    public Grant admitUnrecorded(Caller caller) {
        return admit(caller, _ -> {
        });
    }

    private Grant admit(Caller caller, UsageRecorder ledger) {
        Grant grant = new Grant(caller, ledger, ticker, answers.lease());
        Optional<Refusal> refusal = verdict(caller.presentedKey());
        if (refusal.isPresent()) {
            grant.refuse(refusal.get());
            throw new RefusedException(refusal.get());
        }
        return grant;
    }

    /// Checks a key where nothing is consumed, such as a look at the list of models; leaves no line in the ledger.
    ///
    /// @throws RefusedException if the key is missing or wrong
    public void check(Optional<Secret> presentedKey) {
        verdict(presentedKey).ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
    }

    /// Whether the key may be used here; any may if none is demanded.
    public boolean accepts(Secret presented) {
        return key.isEmpty() || key.get().matches(presented);
    }

    private Optional<Refusal> verdict(Optional<Secret> presented) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (presented.isEmpty()) {
            return Optional.of(new Refusal.KeyMissing());
        }
        return accepts(presented.get()) ? Optional.empty() : Optional.of(new Refusal.KeyRejected());
    }
}
