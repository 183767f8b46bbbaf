package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.isGiven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ToolCallIds;
import dev.penstock.openai.wire.ToolMapping;
import dev.penstock.openai.wire.ToolNames;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Tools that the client runs become functions. Those that Anthropic runs itself are left out; those that the client runs
/// but only Claude knows the parameters of are refused.
final class Tools {
    private static final Pattern KNOWN_TO_CLAUDE = Pattern
            .compile("(bash|text_editor|computer|memory|browser)(_\\d+|_toolset.*)?");

    private Tools() {}

    /// How an upstream knows the request's tools. The calls of its conversation are still to come.
    ///
    /// @throws dev.penstock.domain.failure.RefusedException if a tool has no name
    static ToolMapping mapping(JsonNode asked) {
        Set<String> names = new LinkedHashSet<>();
        int i = 0;
        for (JsonNode tool : asked.path("tools")) {
            if (isRunByClient(tool)) {
                String name = CarriedJson.text(tool, "name");
                if (name.isEmpty()) {
                    throw Invalid.field("tools[" + i + "].name", "A tool needs a 'name' that is a string.");
                }
                names.add(name);
            }
            i++;
        }
        return ToolMapping.of(names, ToolCallIds.Rule.AS_WRITTEN_UPSTREAM);
    }

    private static boolean isRunByClient(JsonNode tool) {
        String type = CarriedJson.text(tool, "type");
        return type.isEmpty() || type.equals("custom");
    }

    static void translate(JsonNode asked, ToolNames upstream, ObjectNode chat) {
        ArrayNode functions = NODES.arrayNode();
        Set<String> names = new HashSet<>();
        int i = 0;
        for (JsonNode tool : asked.path("tools")) {
            String type = tool.path("type").asText("");
            if (isRunByClient(tool)) {
                names.add(tool.path("name").asText());
                ObjectNode function = functions.addObject().put("type", "function");
                function.set("function", function(tool, upstream));
                mark(function, tool);
            } else if (KNOWN_TO_CLAUDE.matcher(type).matches()) {
                throw Invalid.field("tools[" + i + "].type", "The tool type '" + type
                        + "' has its parameters built into Claude; define it as a tool with an 'input_schema'.");
            } else if (functions.path(functions.size() - 1) instanceof ObjectNode before
                    && !before.has("cache_control")) {
                mark(before, tool); // all tools up to here are to be cached
            }
            i++;
        }
        if (!functions.isEmpty()) { // some upstreams refuse an empty list, and a choice without tools
            chat.set("tools", functions);
            choose(asked.path("tool_choice"), names, upstream, chat);
        }
    }

    private static void mark(ObjectNode function, JsonNode tool) {
        if (isGiven(tool.path("cache_control"))) {
            function.set("cache_control", tool.path("cache_control"));
        }
    }

    private static ObjectNode function(JsonNode tool, ToolNames upstream) {
        ObjectNode function = NODES.objectNode()
                .put("name", upstream.upstream(tool.path("name").asText()));
        if (isGiven(tool.path("description"))) {
            function.set("description", tool.path("description"));
        }
        if (tool.path("input_schema").isObject()) {
            function.set("parameters", tool.path("input_schema"));
        } else {
            function.putObject("parameters").put("type", "object").putObject("properties");
        }
        if (tool.path("strict").isBoolean()) {
            function.set("strict", tool.path("strict"));
        }
        return function;
    }

    /// A choice of a tool that was left out is left out, too.
    private static void choose(JsonNode choice, Set<String> names, ToolNames upstream,
            ObjectNode chat) {
        switch (choice.path("type").asText()) {
            case "auto" -> chat.put("tool_choice", "auto");
            case "any" -> chat.put("tool_choice", "required");
            case "none" -> chat.put("tool_choice", "none");
            case "tool" -> {
                String name = choice.path("name").asText();
                if (names.contains(name)) {
                    chat.putObject("tool_choice")
                            .put("type", "function")
                            .putObject("function")
                            .put("name", upstream.upstream(name));
                }
            }
            default -> {
                // the upstream's default is the same
            }
        }
        // Said either way, because the defaults of upstreams differ.
        chat.put("parallel_tool_calls", !choice.path("disable_parallel_tool_use").asBoolean());
    }
}
