package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.wire.CarriedJson;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How each model can be told to think, by what the server shows of it. It is asked once for each, and only if a chat wishes
/// for thoughts. Safe for concurrent use.
final class ThinkingModels {
    private static final Set<String> OF_GPT_OSS = Set.of("low", "medium", "high");

    private final UpstreamCalls calls;
    private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

    ThinkingModels(UpstreamCalls calls) {
        this.calls = calls;
    }

    /// Names of levels, and [Thinking#ON] if thinking can be switched on; empty if the model does not think, or the server does
    /// not say. Why it does not, the chat itself will tell.
    Set<String> levels(ChatCall call) {
        Set<String> there = known.get(call.upstreamModel());
        if (there != null) {
            return there;
        }
        try {
            Set<String> shown = show(call);
            known.put(call.upstreamModel(), shown);
            return shown;
        } catch (UpstreamException _) {
            return Set.of();
        }
    }

    private Set<String> show(ChatCall call) {
        JsonText model = JsonText.owning(CarriedJson.write(object().put("model", call.upstreamModel())));
        return calls.lookUp("/api/show", model, call, OllamaApi.FAILURES,
                response -> read(CarriedJson.parsed(calls.readSmall(response, call))
                        .orElseThrow(() -> calls.garbled("shows a model in no JSON"))));
    }

    /// Newer servers list the levels; older ones say no more than that a model thinks.
    static Set<String> read(JsonNode model) {
        Set<String> levels = new HashSet<>();
        model.path("thinking").path("values").forEach(value -> levels.add(value.asText()));
        boolean thinks = model.path("capabilities")
                .valueStream()
                .anyMatch(c -> c.asText().equals("thinking"));
        if (levels.isEmpty() && thinks) {
            boolean gptOss = text(model.path("details"), "family").replace("-", "").equals("gptoss");
            return gptOss ? OF_GPT_OSS : Set.of(Thinking.ON);
        }
        return Set.copyOf(levels);
    }
}
