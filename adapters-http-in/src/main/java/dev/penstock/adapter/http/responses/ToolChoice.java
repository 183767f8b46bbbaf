package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which tools a model may or must use.
///
/// @param chat the member `tool_choice` of the chat request; empty to leave it out
/// @param wanted which tools to tell the model of, by flat name
record ToolChoice(Optional<JsonNode> chat, Predicate<String> wanted) {
    private static final Set<String> WORDS = Set.of("auto", "none", "required");

    /// @param choice the member `tool_choice`; may be missing or null
    static ToolChoice read(JsonNode choice, ToolSet tools) {
        if (choice.isMissingNode() || choice.isNull()) {
            return new ToolChoice(Optional.empty(), _ -> true);
        }
        if (choice.isTextual()) {
            return new ToolChoice(word("tool_choice", choice.textValue(), tools), _ -> true);
        }
        return switch (CarriedJson.text(choice, "type")) {
            case "function", "custom" -> new ToolChoice(Optional.of(named(choice, tools)), _ -> true);
            case "allowed_tools" -> allowed(choice, tools);
            default -> throw Invalid.unsupported("tool_choice", "'tool_choice' asks for a tool of the type '"
                    + CarriedJson.text(choice, "type")
                    + "', and here are only tools that the client runs itself.");
        };
    }

    /// Upstreams refuse a choice where there is nothing to choose from.
    private static Optional<JsonNode> word(String param, String word, ToolSet tools) {
        if (!WORDS.contains(word)) {
            throw Invalid.value(param,
                    "'" + param + "' is '" + word + "', and has to be 'auto', 'none' or 'required'.");
        }
        if (!tools.isEmpty()) {
            return Optional.of(CarriedJson.NODES.textNode(word));
        }
        if (word.equals("required")) {
            throw Invalid.value(param,
                    "'" + param + "' is 'required', and there is no tool that the client runs.");
        }
        return Optional.empty();
    }

    private static ObjectNode named(JsonNode choice, ToolSet tools) {
        String flat = tools.flatName(choice);
        if (!tools.has(flat)) {
            throw Invalid.value("tool_choice",
                    "'tool_choice' names '" + CarriedJson.text(choice, "name")
                            + "', which is not among 'tools'.");
        }
        ObjectNode named = CarriedJson.object().put("type", "function");
        named.putObject("function").put("name", flat);
        return named;
    }

    private static ToolChoice allowed(JsonNode choice, ToolSet tools) {
        Set<String> names = new HashSet<>();
        choice.path("tools").forEach(tool -> names.add(tools.flatName(tool)));
        boolean none = names.stream().noneMatch(tools::has);
        String mode = CarriedJson.has(choice, "mode") ? CarriedJson.text(choice, "mode") : "auto";
        if (none && mode.equals("required")) {
            throw Invalid.value("tool_choice.tools", "none of 'tool_choice.tools' is among 'tools'.");
        }
        return new ToolChoice(none ? Optional.empty() : word("tool_choice.mode", mode, tools),
                names::contains);
    }
}
