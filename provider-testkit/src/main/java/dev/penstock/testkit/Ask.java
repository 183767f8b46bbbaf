package dev.penstock.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What a pretend client asks.
///
/// @param body the JSON it sends
public record Ask(String body) {

    public static Ask saying(String prompt) {
        return new Ask(request(prompt).toString());
    }

    /// Offers a function `get_weather` and speaks of it.
    public static Ask forTool() {
        ObjectNode request = request("Call get_weather: what is the weather in Oslo?");
        ObjectNode function = request.putArray("tools")
                .addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", "get_weather")
                .put("description", "The weather of a city");
        ObjectNode parameters = function.putObject("parameters").put("type", "object");
        parameters.putObject("properties").putObject("city").put("type", "string");
        parameters.putArray("required").add("city");
        return new Ask(request.toString());
    }

    /// Offers functions of these names, after a turn in which each was called and has answered.
    ///
    /// @param ids of the calls, one for each name
    public static Ask forTools(List<String> names, List<String> ids) {
        ObjectNode request = request("Call them all.");
        ArrayNode tools = request.putArray("tools");
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < names.size(); i++) {
            tools.addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", names.get(i))
                    .putObject("parameters")
                    .put("type", "object")
                    .putObject("properties");
            calls.addObject()
                    .put("id", ids.get(i))
                    .put("type", "function")
                    .putObject("function")
                    .put("name", names.get(i))
                    .put("arguments", "{}");
            results.addObject().put("role", "tool").put("tool_call_id", ids.get(i)).put("content", "Done.");
        }
        ArrayNode messages = request.withArray("/messages");
        messages.addObject().put("role", "assistant").putNull("content").set("tool_calls", calls);
        messages.addAll(results);
        messages.addObject().put("role", "user").put("content", "And again.");
        return new Ask(request.toString());
    }

    /// Shows a picture of one pixel.
    public static Ask withImage() {
        ObjectNode request = request("");
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "user");
        var parts = message.putArray("content");
        parts.addObject().put("type", "text").put("text", "What is in this picture?");
        parts.addObject()
                .put("type", "image_url")
                .putObject("image_url")
                .put("url",
                        """
                                data:image/png;base64,\
                                iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==""");
        request.putArray("messages").add(message);
        return new Ask(request.toString());
    }

    /// Wants two choices.
    public static Ask twice(String prompt) {
        return new Ask(request(prompt).put("n", 2).toString());
    }

    /// The same, with a member more.
    public Ask with(String name, boolean value) {
        return new Ask(((ObjectNode) Json.read(body)).put(name, value).toString());
    }

    private static ObjectNode request(String prompt) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("model", "client-model");
        request.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return request;
    }
}
