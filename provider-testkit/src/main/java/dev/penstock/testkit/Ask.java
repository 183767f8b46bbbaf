package dev.penstock.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
