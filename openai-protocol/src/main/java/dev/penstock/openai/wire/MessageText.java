package dev.penstock.openai.wire;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// What a chat message says, for APIs that take nothing but text.
public final class MessageText {
    private MessageText() {}

    /// @param content a text, a list of parts, or nothing; several texts get line breaks between them
    /// @param where the content stands, for refusals
    /// @param whose the other API is, for refusals
    /// @throws dev.penstock.domain.failure.UpstreamException if it is more than text
    public static String of(JsonNode content, String where, String whose) {
        List<String> texts = new ArrayList<>();
        if (content.isTextual()) {
            texts.add(content.textValue());
        }
        for (JsonNode part : content) {
            switch (text(part, "type")) {
                case "text" -> texts.add(text(part, "text"));
                case "refusal" -> texts.add(text(part, "refusal"));
                default -> throw Invalid.field(where + "[" + texts.size() + "].type",
                        whose + " takes no content of the type '" + text(part, "type") + "'.");
            }
        }
        return String.join("\n", texts);
    }
}
