package dev.penstock.openai.wire;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// The functions that a chat lets the model call, for APIs that can be offered nothing else and told no more.
public final class OfferedFunctions {
    private OfferedFunctions() {}

    /// Each with its name, and mostly a description and parameters; none where the chat forbids to call any.
    ///
    /// @param whose the other API is, for refusals
    /// @throws dev.penstock.domain.failure.UpstreamException if something else is on offer, or a call is demanded
    public static List<ObjectNode> of(JsonNode chat, String whose) {
        List<ObjectNode> functions = new ArrayList<>();
        for (JsonNode tool : chat.path("tools")) {
            if (!text(tool, "type").equals("function")
                    || !(tool.path("function") instanceof ObjectNode function)) {
                throw Invalid.field("tools[" + functions.size() + "].type", whose
                        + " can be offered functions alone; '" + text(tool, "type") + "' is something else.");
            }
            functions.add(function);
        }
        return !functions.isEmpty() && mayCall(chat.path("tool_choice"), whose) ? functions : List.of();
    }

    private static boolean mayCall(JsonNode choice, String whose) {
        return switch (choice.isTextual() ? choice.textValue() : text(choice, "type")) {
            case "", "auto" -> true;
            case "none" -> false;
            default -> throw Invalid.field("tool_choice",
                    whose + " cannot be made to call a tool; leave the choice to the model.");
        };
    }
}
