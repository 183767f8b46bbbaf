package dev.penstock.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.openai.upstream.TranslatedCompletions;
import dev.penstock.openai.upstream.Translation;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.upstream.UpstreamHttp;
import dev.penstock.openai.upstream.UpstreamSettings;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.EventTranslation;
import dev.penstock.spi.Capability;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.util.Optional;
import java.util.Set;

/// Translates what well-behaved clients and upstreams write, one for one, and gives odd conversations no thought: messages
/// stay where they are, and arguments that are no text with an object are left out.
final class NaiveProvider implements ProviderPlugin {
    @Override
    public String kind() {
        return "naive";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.TOOLS);
    }

    @Override
    public Provider connect(Settings settings, PluginContext context) {
        UpstreamSettings common = UpstreamSettings.anywhere(settings);
        UpstreamHttp http = UpstreamHttp.open(common, context);
        return new Naive(http,
                TranslatedCompletions.chat(new UpstreamCalls(http, common, context), new Api()));
    }

    private static final class Api implements Translation {
        @Override
        public String path(ChatCall call, boolean stream) {
            return "/converse";
        }

        @Override
        public ObjectNode ask(JsonNode request, ChatCall call, boolean stream) {
            ObjectNode asked = request.deepCopy();
            for (JsonNode message : asked.put("model", call.upstreamModel())
                    .put("stream", stream)
                    .path("messages")) {
                ((ObjectNode) message).put("said_by", message.path("role").asText());
                for (JsonNode made : message.path("tool_calls")) {
                    ObjectNode function = made.withObject("/function");
                    JsonNode given = function.path("arguments");
                    function.set("arguments", CarriedJson.parsed(given.asText())
                            .filter(JsonNode::isObject)
                            .orElse(CarriedJson.object()));
                }
            }
            return asked;
        }

        @Override
        public EventTranslation events() {
            return (event, answer) -> {
                JsonNode choice = event.path("choices").path(0);
                JsonNode message = choice.path(choice.has("delta") ? "delta" : "message");
                answer.say(message.path("content").asText(""));
                String finish = choice.path("finish_reason").asText("");
                if (!finish.isEmpty() && !finish.equals("null")) {
                    answer.end(FinishWord.of(finish), Optional.empty());
                }
            };
        }
    }

    private record Naive(UpstreamHttp http, ChatCompletionPort chat) implements Provider {
        @Override
        public String target() {
            return "somewhere";
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
