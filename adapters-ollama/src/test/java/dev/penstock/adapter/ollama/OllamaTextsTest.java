package dev.penstock.adapter.ollama;

import static dev.penstock.adapter.ollama.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import dev.penstock.openai.wire.CarriedJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OllamaTextsTest {
    private static final String FILL = "{'prompt':'def f(é):','suffix':'# 🏮','seed':1E-0007}";
    private static final String LAST = Chats.quoted("{'response':'','done':true,'done_reason':'length',"
            + "'context':[1,2],'prompt_eval_count':11,'eval_count':7}\n");

    private final Bed bed = Bed.with(Map.of("key", "sk-test-ollama"));
    private final TextCompletionPort texts = bed.provider().texts().orElseThrow();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void completesATextWithTheTextBehindIt() {
        bed.upstream().answer(Reply.json(200, LAST.replace("\"response\":\"\"", "\"response\":\"é 🏮\"")));

        ChatCompletion answer = texts.complete(call());

        assertThat(bed.upstream().lastRequest().path()).isEqualTo("/api/generate");
        assertThat(bed.upstream().lastRequest().header("authorization")).contains("Bearer sk-test-ollama");
        assertThat(bed.asked()).isEqualTo(json("""
                {'model':'qwen3:8b','stream':false,'prompt':'def f(é):','suffix':'# 🏮',
                'options':{'seed':1E-0007},'think':false}"""));
        JsonNode told = json(answer.json().text());
        assertThat(told.path("object").asText()).isEqualTo("text_completion");
        assertThat(told.path("choices"))
                .isEqualTo(json("[{'index':0,'text':'é 🏮','logprobs':null,'finish_reason':'length'}]"));
        assertThat(told.path("usage").path("total_tokens").asInt()).isEqualTo(18);
        assertThat(answer.end()).isEqualTo(
                new ChatEnd(FinishReason.LENGTH, Optional.of(Usage.of(11, 7))));
    }

    @Test
    void streamsATextPieceByPiece() {
        Gate seen = new Gate();
        bed.upstream()
                .answer(Reply.head(200, "Content-Type: application/x-ndjson")
                        .write(Chats.quoted("{'response':'é','done':false}\n"))
                        .await(seen)
                        .write(Chats.quoted("{'response':' 🏮','done':false}\n") + LAST));
        List<ChatChunk> chunks = new ArrayList<>();

        ChatEnd end = texts.stream(call(), arrived -> {
            chunks.addAll(arrived);
            seen.open();
        });

        assertThat(end.reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(chunks)
                .extracting(chunk -> CarriedJson.parsed(chunk.json().toBytes()).orElseThrow().path("choices"))
                .containsExactly(json("[{'text':'é','index':0,'logprobs':null,'finish_reason':null}]"),
                        json("[{'text':' 🏮','index':0,'logprobs':null,'finish_reason':null}]"),
                        json("[{'text':'','index':0,'logprobs':null,'finish_reason':'length'}]"), json("[]"));
        assertThat(chunks.getLast().usageOnly()).isTrue();
        assertThat(bed.asked().path("stream")).isEqualTo(json("true"));
    }

    @Test
    void takesAStreamThatStopsMidwayForAFailure() {
        bed.upstream()
                .answer(Reply.head(200, "Content-Type: application/x-ndjson")
                        .write(Chats.quoted("{'response':'é','done':false}\n"))
                        .end());

        assertThatThrownBy(() -> texts.stream(call(), _ -> {
        })).extracting("failure").isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'hello':'world'}", "{'response':7,'done':true}",
            "{'response':'é','done':false}",
            "{'response':'"})
    void takesAnAnswerThatIsNoneForGarbled(String body) {
        bed.upstream().answer(Reply.json(200, Chats.quoted(body)));

        assertThatThrownBy(() -> texts.complete(call())).extracting("failure")
                .isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void tellsFailuresApart() {
        Failures.tellsThemApart(bed, () -> texts.complete(call()));
    }

    @Test
    void waitsNoLongerThanUntilTheDeadline() {
        bed.upstream().answer(Reply.silent());

        assertThatThrownBy(() -> texts.complete(Bed.call(FILL, "prompt", Duration.ofMillis(200))))
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.TimedOut.class);
        assertThat(bed.upstream().awaitNoOpenConnections(Bed.SOON)).isTrue();
    }

    private static ChatCall call() {
        return Bed.call(FILL, "prompt");
    }
}
