package dev.penstock.openai.upstream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.penstock.domain.chat.JsonText;

/// Text → JSON string.
final class JsonStrings {
    private JsonStrings() {}

    static JsonText quoted(String text) {
        return JsonText.of('"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"');
    }
}
