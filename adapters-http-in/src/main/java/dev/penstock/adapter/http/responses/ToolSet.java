package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ToolCallIds;
import dev.penstock.openai.wire.ToolNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The tools of a request, as the chat request has them, and the way back from a call to the tool it is for.
///
/// Tools that the client does not run itself (web search, file search, code interpreter and their like) are dropped: no
/// chat upstream has them under one name, and a model goes on well without. Asking for one by `tool_choice` is refused.
final class ToolSet {
    /// The type of the item that brings tools.
    static final String ADDITIONAL_TOOLS = "additional_tools";

    private static final Set<String> RUN_BY_CLIENT = Set.of("function", "custom");

    /// A tool that a call may name.
    ///
    /// @param namespace empty if it has none
    /// @param custom whether its input is a text and no JSON
    record Tool(String namespace, String name, boolean custom) {}

    /// @param list where the request has the list of tools that it is in
    /// @param param where the request has it
    /// @param json as the client wrote it
    private record Offer(String list, String param, ToolNames.Tool tool, JsonNode json) {}

    private final List<Offer> offers = new ArrayList<>();
    private final Map<String, Tool> byFlatName = new LinkedHashMap<>();
    private final Map<String, ObjectNode> functions = new LinkedHashMap<>();
    private final ArrayNode kept = CarriedJson.NODES.arrayNode();
    private final ToolCallIds ids = new ToolCallIds(ToolCallIds.Rule.AS_WRITTEN_UPSTREAM);
    private final ToolNames names;

    private ToolSet(JsonNode tools, ArrayNode items) {
        for (int i = 0; i < tools.size(); i++) {
            add("tools", "tools[" + i + "]", tools.get(i));
        }
        addFrom(items);
        names = ToolNames.ofTools(offers.stream().map(Offer::tool).toList());
        Map<String, Offer> earlier = new HashMap<>();
        offers.forEach(offer -> convert(offer, earlier));
    }

    /// @param tools the member `tools`; may be missing or null
    /// @param items of the conversation
    static ToolSet read(JsonNode tools, ArrayNode items) {
        if (!tools.isMissingNode() && !tools.isNull() && !tools.isArray()) {
            throw Invalid.type("tools", "an array");
        }
        return new ToolSet(tools, items);
    }

    /// Adds the tools that stand among the items of the input: Codex puts all of its tools there for some of OpenAI's models.
    private void addFrom(ArrayNode items) {
        for (int i = 0; i < items.size(); i++) {
            if (CarriedJson.text(items.get(i), "type").equals(ADDITIONAL_TOOLS)) {
                JsonNode tools = items.get(i).path("tools");
                String list = "input[" + i + "].tools";
                for (int j = 0; j < tools.size(); j++) {
                    add(list, list + "[" + j + "]", tools.get(j));
                }
            }
        }
    }

    private void add(String list, String param, JsonNode tool) {
        String type = CarriedJson.text(tool, "type");
        if (type.isEmpty()) {
            throw Invalid.missing(param + ".type", "a tool says of what type it is.");
        }
        if (RUN_BY_CLIENT.contains(type)) {
            offer(list, param, "", tool);
            kept.add(tool);
        } else if (type.equals("namespace")) {
            String namespace = name(param, tool);
            JsonNode inner = tool.path("tools");
            for (int i = 0; i < inner.size(); i++) {
                if (RUN_BY_CLIENT.contains(CarriedJson.text(inner.get(i), "type"))) {
                    offer(list, param + ".tools[" + i + "]", namespace, inner.get(i));
                }
            }
            kept.add(tool);
        }
    }

    private void offer(String list, String param, String namespace, JsonNode tool) {
        String name = name(param, tool);
        if (tool.path("function").isObject()) {
            throw Invalid.value(param,
                    "'" + param + ".function' is how chat completions write a tool; here 'name',"
                            + " 'description' and 'parameters' stand beside 'type'.");
        }
        offers.add(new Offer(list, param, new ToolNames.Tool(namespace, name), tool));
    }

    /// A tool of a later list replaces one of the same name; in one list only the very same tool may come again.
    private void convert(Offer offer, Map<String, Offer> earlier) {
        boolean custom = CarriedJson.text(offer.json(), "type").equals("custom");
        String flat = names.upstream(offer.tool());
        Tool tool = new Tool(offer.tool().namespace(), offer.tool().name(), custom);
        Offer first = earlier.put(flat, offer);
        if (first != null && first.list().equals(offer.list()) && !first.json().equals(offer.json())) {
            throw Invalid.value(offer.param() + ".name",
                    "'" + offer.param() + "' has the name '" + tool.name()
                            + "', as '" + first.param() + "' has. Give each tool a name of its own.");
        }
        byFlatName.put(flat, tool);
        functions.put(flat,
                custom ? CustomTool.asFunction(flat, offer.json()) : function(flat, offer.json()));
    }

    private static ObjectNode function(String flat, JsonNode tool) {
        ObjectNode function = CarriedJson.object().put("name", flat);
        for (String member : new String[]{"description", "parameters", "strict"}) {
            if (CarriedJson.has(tool, member)) {
                function.set(member, tool.get(member));
            }
        }
        return function;
    }

    private static String name(String param, JsonNode tool) {
        String name = CarriedJson.text(tool, "name");
        if (name.isEmpty()) {
            throw Invalid.missing(param + ".name", "a tool has a name.");
        }
        return name;
    }

    /// The ids of the conversation's calls, which [InputItems] takes in.
    ToolCallIds ids() {
        return ids;
    }

    /// The name that a tool has in the chat request.
    ///
    /// @param tool a call, or a choice of a tool: anything with a `name` and perhaps a `namespace`
    String flatName(JsonNode tool) {
        return names.upstream(
                new ToolNames.Tool(CarriedJson.text(tool, "namespace"), CarriedJson.text(tool, "name")));
    }

    boolean isEmpty() {
        return functions.isEmpty();
    }

    /// Whether there is such a tool.
    boolean has(String flatName) {
        return functions.containsKey(flatName);
    }

    /// The tools of the chat request, as far as they are wanted.
    ArrayNode chatTools(Predicate<String> wantedByFlatName) {
        ArrayNode tools = CarriedJson.NODES.arrayNode();
        functions.forEach((flat, function) -> {
            if (wantedByFlatName.test(flat)) {
                tools.addObject().put("type", "function").set("function", function);
            }
        });
        return tools;
    }

    /// What was asked for and is not dropped, as it was written.
    ArrayNode kept() {
        return kept;
    }

    /// The tool that a call is for.
    Optional<Tool> called(String flatName) {
        return Optional.ofNullable(byFlatName.get(flatName))
                .or(() -> names.tool(flatName).map(tool -> new Tool(tool.namespace(), tool.name(), false)));
    }
}
