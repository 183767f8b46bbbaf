package dev.penstock.openai.wire;

/// What becomes of a top-level field of a request that is translated from one API into another. Whoever translates has a
/// table of them, and its page has the same with the reasons.
public enum FieldRule {
    /// Goes on under the same name, as it is spelt.
    FORWARD,

    /// Says the same in other words, or shows in the answer.
    TRANSLATE,

    /// Is left out, for the answer is as good without it.
    DROP,

    /// Is answered with 400 unless it asks for nothing, for it cannot be left out without harm and nobody behind has it.
    REFUSE
}
