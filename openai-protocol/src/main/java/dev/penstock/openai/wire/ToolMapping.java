package dev.penstock.openai.wire;

import dev.penstock.openai.wire.ToolCallIds.Rule;
import java.util.Collection;

/// The names and ids under which an upstream knows the tools of one request and the calls of its conversation, and the way back
/// for the answer. Not safe for concurrent use.
public record ToolMapping(ToolNames names, ToolCallIds ids) {
    /// @param names of the tools on offer
    public static ToolMapping of(Collection<String> names, Rule ids) {
        return new ToolMapping(ToolNames.of(names), new ToolCallIds(ids));
    }
}
