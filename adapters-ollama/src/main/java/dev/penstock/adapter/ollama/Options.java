package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.has;
import static dev.penstock.openai.wire.CarriedJson.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/// How a model is run → `options`. What a request does not say is left to the model's own defaults; `options` of its own go
/// before all else.
final class Options {
    /// Those of the same name and meaning.
    static final List<String> SAME = List.of("temperature", "top_p", "top_k", "min_p", "seed",
            "frequency_penalty", "presence_penalty");

    private Options() {}

    static void translate(JsonNode request, OllamaSettings settings, ObjectNode asked) {
        ObjectNode options = object();
        settings.context().ifPresent(tokens -> options.put("num_ctx", tokens));
        copy(request, "max_tokens", options, "num_predict");
        copy(request, "max_completion_tokens", options, "num_predict");
        SAME.forEach(name -> copy(request, name, options, name));
        copy(request, "repetition_penalty", options, "repeat_penalty");
        ArrayNode stops = options.arrayNode();
        JsonNode stop = request.path("stop");
        Stream.concat(Stream.of(stop), stop.valueStream()).filter(JsonNode::isTextual).forEach(stops::add);
        if (!stops.isEmpty()) {
            options.set("stop", stops);
        }
        if (request.path("options") instanceof ObjectNode own) {
            options.setAll(own);
        }
        if (!options.isEmpty()) {
            asked.set("options", options);
        }
    }

    private static void copy(JsonNode request, String from, ObjectNode options, String to) {
        if (has(request, from)) {
            options.set(to, request.path(from));
        }
    }
}
