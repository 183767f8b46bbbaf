package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;
import java.util.ArrayList;
import java.util.List;

/// What a message or a tool's output says, in the parts of the chat request.
///
/// @param texts in order
/// @param others images, files and audio, in order
/// @param parts all of them, in order
record Content(List<String> texts, List<ObjectNode> others, List<ObjectNode> parts) {

    /// @param param where it stands, for error messages
    /// @param content a text, or an array of parts
    static Content read(String param, JsonNode content) {
        Content read = new Content(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (content.isTextual()) {
            read.addText(content.textValue());
        } else if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                read.add(param + "[" + i + "]", content.get(i));
            }
        } else if (!content.isNull() && !content.isMissingNode()) {
            throw Invalid.type(param, "a string or an array of parts");
        }
        return read;
    }

    /// A single string where nothing but text was said, because not every upstream reads parts.
    JsonNode chat(String between) {
        if (others.isEmpty()) {
            return CarriedJson.NODES.textNode(text(between));
        }
        return CarriedJson.NODES.arrayNode().addAll(parts);
    }

    String text(String between) {
        return String.join(between, texts);
    }

    ArrayNode onlyOthers() {
        return CarriedJson.NODES.arrayNode().addAll(others);
    }

    private void add(String param, JsonNode part) {
        switch (CarriedJson.text(part, "type")) {
            case "input_text", "output_text", "text", "summary_text" ->
                addText(CarriedJson.text(part, "text"));
            case "refusal" -> addText(CarriedJson.text(part, "refusal"));
            case "input_image" -> addOther(image(param, part));
            case "input_file" -> addOther(file(param, part));
            case "input_audio" -> {
                ObjectNode audio = CarriedJson.object().put("type", "input_audio");
                addOther(audio.set("input_audio", part.path("input_audio")));
            }
            default -> throw Invalid.unsupported(param + ".type", "'" + param + ".type' is '"
                    + CarriedJson.text(part, "type") + "', which cannot be told to a chat model.");
        }
    }

    private static ObjectNode image(String param, JsonNode part) {
        String url = CarriedJson.text(part, "image_url");
        if (url.isEmpty()) {
            throw Invalid.unsupported(param + ".image_url",
                    "'" + param + "' needs 'image_url': the gateway keeps no files that an id could name.");
        }
        ObjectNode image = CarriedJson.object().put("type", "image_url");
        ObjectNode inner = image.putObject("image_url").put("url", url);
        if (CarriedJson.has(part, "detail")) {
            inner.set("detail", part.get("detail"));
        }
        return image;
    }

    /// Whether it is read is the upstream's business.
    private static ObjectNode file(String param, JsonNode part) {
        ObjectNode file = CarriedJson.object().put("type", "file");
        ObjectNode inner = file.putObject("file");
        if (CarriedJson.has(part, "filename")) {
            inner.set("filename", part.get("filename"));
        }
        String data = CarriedJson.text(part, CarriedJson.has(part, "file_data") ? "file_data" : "file_url");
        if (!data.isEmpty()) {
            inner.put("file_data", data);
        } else if (CarriedJson.has(part, "file_id")) {
            inner.set("file_id", part.get("file_id"));
        } else {
            throw Invalid.missing(param + ".file_data", "a file has 'file_data', 'file_url' or 'file_id'.");
        }
        return file;
    }

    private void addText(String text) {
        texts.add(text);
        parts.add(CarriedJson.object().put("type", "text").put("text", text));
    }

    private void addOther(ObjectNode part) {
        others.add(part);
        parts.add(part);
    }
}
