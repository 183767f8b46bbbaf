package dev.penstock.openai.relay;

import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import java.util.Optional;

/// What an event, or a whole answer, tells of the answer as such.
///
/// @param usage so far; a later word counts
/// @param reason why the model stopped
/// @param last whether nothing comes behind it
/// @param failure what broke the answer off
record Told(Optional<Usage> usage, Optional<FinishReason> reason, boolean last,
        Optional<FailureDetail> failure) {
    static Told nothing() {
        return new Told(Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    static Told failed(FailureDetail failure) {
        return new Told(Optional.empty(), Optional.empty(), true, Optional.of(failure));
    }
}
