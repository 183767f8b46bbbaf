package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.has;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;

/// `temperature`, `top_p` and `top_k`, as far as the API takes them.
///
/// Models of the newest generation, and those that think, refuse all three, and a temperature above 1; several refuse
/// `top_p` beside a temperature.
final class Sampling {
    private Sampling() {}

    static void translate(JsonNode chat, Generation generation, ObjectNode asked) {
        if (!generation.isSampled() || Thinking.isOn(asked)) {
            return;
        }
        if (has(chat, "temperature")) {
            JsonNode temperature = chat.path("temperature");
            if (isAboveOne(temperature)) {
                asked.put("temperature", 1);
            } else {
                asked.set("temperature", temperature);
            }
        } else if (has(chat, "top_p")) {
            asked.set("top_p", chat.path("top_p"));
        }
        if (has(chat, "top_k")) {
            asked.set("top_k", chat.path("top_k"));
        }
    }

    /// Numbers are carried as they are spelt; what is none is left to the upstream.
    private static boolean isAboveOne(JsonNode number) {
        try {
            return Double.parseDouble(CarriedJson.text(number)) > 1;
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
