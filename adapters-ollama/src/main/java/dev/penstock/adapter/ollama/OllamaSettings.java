package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.spi.Settings;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// What only the API of Ollama's own can be told, for requests that do not say it themselves.
///
/// @param context how many tokens prompt and answer may have together; empty for the server's default
/// @param keepAlive how long a model stays loaded, as the API wants it; empty for the server's default
/// @param truncate whether a prompt that does not fit is cut in silence
record OllamaSettings(OptionalLong context, Optional<JsonNode> keepAlive, boolean truncate) {
    private static final Pattern SECONDS = Pattern.compile("-?\\d{1,9}");
    private static final Pattern GO_DURATION = Pattern
            .compile("-?(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ns|us|ms|s|m|h))+");

    static OllamaSettings read(Settings settings) {
        int context = settings.count("context", 0);
        return new OllamaSettings(context > 0 ? OptionalLong.of(context) : OptionalLong.empty(),
                settings.text("keep-alive").flatMap(text -> keepAlive(text, settings)),
                settings.flag("truncate", true));
    }

    /// Makes up for what a request leaves open, but for the context: that is one of its [Options].
    void complete(ObjectNode asked) {
        keepAlive.filter(_ -> !asked.has("keep_alive")).ifPresent(time -> asked.set("keep_alive", time));
        if (!truncate && !asked.has("truncate")) {
            asked.put("truncate", false);
        }
    }

    private static Optional<JsonNode> keepAlive(String text, Settings settings) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(NODES.numberNode(Integer.parseInt(text)));
        }
        if (GO_DURATION.matcher(text).matches()) {
            return Optional.of(NODES.textNode(text));
        }
        settings.reject("keep-alive",
                "'" + text + "' is not a time such as 30m or 24h, 0 for not at all, or -1 for ever");
        return Optional.empty();
    }
}
