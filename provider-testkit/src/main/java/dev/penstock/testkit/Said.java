package dev.penstock.testkit;

import dev.penstock.domain.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a pretend model says: the pieces of a text, or tool calls.
///
/// @param pieces of text, one for each event of a stream
/// @param choices how many times it says the same
/// @param cut whether it stops for no other reason than that the answer is as long as it may be
public record Said(List<String> pieces, List<ToolCall> toolCalls, int choices, Usage usage, boolean cut) {
    /// What every pretend answer costs, unless a test says otherwise.
    public static final Usage USAGE = new Usage(11, 4, 2, 7, 3, 18, Optional.empty());

    public Said {
        pieces = List.copyOf(pieces);
        toolCalls = List.copyOf(toolCalls);
    }

    public static Said text(String... pieces) {
        return new Said(List.of(pieces), List.of(), 1, USAGE, false);
    }

    /// So many different pieces.
    public static Said pieces(int count) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pieces.add("piece " + i + "; ");
        }
        return new Said(pieces, List.of(), 1, USAGE, false);
    }

    public static Said calls(ToolCall... calls) {
        return new Said(List.of(), List.of(calls), 1, USAGE, false);
    }

    public Said times(int count) {
        return new Said(pieces, toolCalls, count, usage, cut);
    }

    /// The same, as far as it got before it was as long as it may be.
    public Said cutOff() {
        return new Said(pieces, toolCalls, choices, usage, true);
    }

    /// The whole text.
    public String whole() {
        return String.join("", pieces);
    }
}
