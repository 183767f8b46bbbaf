package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.openai.upstream.TranslatedCompletions;
import dev.penstock.openai.upstream.Translation;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.upstream.UpstreamHttp;
import dev.penstock.openai.upstream.UpstreamSettings;
import dev.penstock.openai.wire.EventTranslation;
import dev.penstock.spi.Capability;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/// An author whose upstream speaks another API, and who has not said so, is told what is missing.
final class ForgottenSpeechTest {
    @Test
    void saysWhatToOverride() {
        assertThat(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Forgetful.class))
                .execute()
                .testEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()))
                .hasSizeGreaterThan(5)
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageStartingWith("override speech() in the contract test: POST /v1/converse"));
    }

    static final class Forgetful implements AnswerContract {
        @Override
        public ProviderPlugin plugin() {
            return new Plugin();
        }
    }

    private static final class Api implements Translation {
        @Override
        public String path(ChatCall call, boolean stream) {
            return "/converse";
        }

        @Override
        public ObjectNode ask(JsonNode request, ChatCall call, boolean stream) {
            return JsonNodeFactory.instance.objectNode().put("engine", call.upstreamModel());
        }

        @Override
        public EventTranslation events() {
            return (_, _) -> {
            };
        }
    }

    private record Made(UpstreamHttp http, ChatCompletionPort chat) implements Provider {
        @Override
        public String target() {
            return "somewhere";
        }

        @Override
        public void close() {
            http.close();
        }
    }

    private static final class Plugin implements ProviderPlugin {
        @Override
        public String kind() {
            return "forgetful";
        }

        @Override
        public String spiVersion() {
            return SpiVersion.CURRENT;
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Provider connect(Settings settings, PluginContext context) {
            UpstreamSettings common = UpstreamSettings.anywhere(settings);
            UpstreamHttp http = UpstreamHttp.open(common, context);
            return new Made(http,
                    TranslatedCompletions.chat(new UpstreamCalls(http, common, context), new Api()));
        }
    }
}
