package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.openai.wire.StreamedAnswer;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whole answers that are read as the only event of a stream.
final class AnswerStreamsTest {
    private static final PluginContext CONTEXT = new PluginContext("test",
            Clock.systemUTC(), "Penstock/test", _ -> Optional.empty());
    private final UpstreamHttp nobody = new ApacheUpstreamHttp(
            TransportSettings.of(Duration.ofSeconds(1)), CONTEXT.proxy());

    private final AnswerStreams streams = new AnswerStreams(new UpstreamCalls(nobody,
            UpstreamSettings.local(new Settings("providers.test", Map.of()),
                    URI.create("http://127.0.0.1:1")),
            CONTEXT), Dialect.STANDARD);

    @AfterEach
    void close() {
        nobody.close();
    }

    @Test
    void putsTheChunksOfAWholeAnswerTogether() {
        ChatCompletion answer = collect(
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é\"},\"finish_reason\":\"length\"}]}");

        assertThat(answer.end().reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(answer.json().text()).contains("\"message\":{\"role\":\"assistant\",\"content\":\"é\"}")
                .contains("\"object\":\"chat.completion\"");
    }

    @Test
    void takesOneThatDoesNotEndForCutShort() {
        assertThatThrownBy(() -> collect("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é\"}}]}"))
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void tellsTheErrorThatCameInItsPlace() {
        assertThatThrownBy(() -> collect("{\"error\":\"no such thing\"}")).hasMessage("no such thing")
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.Unavailable.class);
    }

    private ChatCompletion collect(String json) {
        return streams.collect(JsonText.of(json), new StreamedAnswer(1));
    }
}
