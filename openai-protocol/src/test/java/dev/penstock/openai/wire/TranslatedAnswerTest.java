package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TranslatedAnswerTest {
    @Test
    void tellsWhoSpeaksFirstAndUsageLast() {
        TranslatedAnswer answer = read(ToldAnswer.ofChat("1", "m", 5), (_, told) -> {
            told.say("Hel");
            told.say("");
            told.say("lo");
            told.end(FinishReason.STOP, Optional.of(Usage.of(2, 1)));
        });
        List<ChatChunk> chunks = answer.take();

        assertThat(chunks).extracting(chunk -> json(chunk).path("choices").path(0).toString())
                .containsExactly(
                        "{'index':0,'delta':{'role':'assistant','content':'Hel'},'finish_reason':null}"
                                .replace('\'', '"'),
                        "{'index':0,'delta':{'content':'lo'},'finish_reason':null}".replace('\'', '"'),
                        "{'index':0,'delta':{},'finish_reason':'stop'}".replace('\'', '"'), "");
        assertThat(chunks).extracting(ChatChunk::usageOnly).containsExactly(false, false, false, true);
        assertThat(answer.end()).contains(new ChatEnd(FinishReason.STOP, Optional.of(Usage.of(2, 1))));
        assertThat(answer.done()).isTrue();
    }

    @Test
    void hearsNothingBehindAFailureOrAnEnd() {
        TranslatedAnswer failed = read(ToldAnswer.ofChat("1", "m", 5), (_, told) -> {
            told.say("Hel");
            told.fail(FailureDetail.of("broke"));
            told.say("lo");
            told.end(FinishReason.STOP, Optional.of(Usage.of(2, 1)));
        });
        assertThat(failed.take()).hasSize(1);
        assertThat(failed.end()).isEmpty();
        assertThat(failed.failure()).isPresent();

        TranslatedAnswer ended = read(ToldAnswer.ofChat("1", "m", 5), (_, told) -> {
            told.end(FinishReason.LENGTH, Optional.empty());
            told.end(FinishReason.STOP, Optional.empty());
            told.say("more");
            told.fail(FailureDetail.of("broke"));
        });
        assertThat(ended.take()).hasSize(1);
        assertThat(ended.end().orElseThrow().reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(ended.failure()).isEmpty();
    }

    @Test
    void hearsTheSortOfAnEventThatStandsBesideIt() {
        TranslatedAnswer answer = new TranslatedAnswer(new EventTranslation() {
            @Override
            public void read(JsonNode event, ToldAnswer told) {
                throw new AssertionError("the sort is lost");
            }

            @Override
            public void read(String name, JsonNode event, ToldAnswer told) {
                told.say(name);
            }
        }, ToldAnswer.ofChat("1", "m", 5));
        answer.accept(new ServerEvent("greeting", JsonText.of("{}"), OptionalInt.empty()));

        assertThat(json(answer.take().getFirst()).at("/choices/0/delta/content").asText())
                .isEqualTo("greeting");
    }

    @Test
    void takesArgumentsThatAreTextAsTheyAreAndNoOthersThanObjects() {
        TranslatedAnswer answer = read(ToldAnswer.ofChat("1", "m", 5), (_, told) -> told.call("", "a",
                CarriedJson.NODES.textNode("{\"city\": \"Oslo\"}")));
        assertThat(json(answer.take().getFirst()).at("/choices/0/delta/tool_calls/0/function/arguments")
                .asText())
                .isEqualTo("{\"city\": \"Oslo\"}");

        assertThat(read(ToldAnswer.ofChat("1", "m", 5),
                (_, told) -> told.call("", "a", CarriedJson.NODES.arrayNode())).garbled()).isTrue();
    }

    @Test
    void givesCallsIdsThatNoOtherAnswerHas() {
        TranslatedAnswer answer = read(ToldAnswer.ofChat("1", "m", 5), (_, told) -> {
            told.call("", "a", CarriedJson.object());
            told.call("given", "b", CarriedJson.object());
            told.end(FinishReason.STOP, Optional.empty());
        });

        assertThat(answer.take())
                .extracting(chunk -> json(chunk).at("/choices/0/delta/tool_calls/0/id").asText())
                .startsWith("call_1_0", "given");
        assertThat(answer.end().orElseThrow().reason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @ParameterizedTest
    @EnumSource(names = {"LENGTH", "CONTENT_FILTER"})
    void doesNotTakeAnAnswerThatWasCutForOneThatCalls(FinishReason reason) {
        TranslatedAnswer answer = read(ToldAnswer.ofChat("1", "m", 5), (_, told) -> {
            told.call("", "a", CarriedJson.object());
            told.end(reason, Optional.empty());
        });

        assertThat(answer.end().orElseThrow().reason()).isEqualTo(reason);
    }

    @Test
    void saysNothingButTheTextOfATextCompletion() {
        TranslatedAnswer answer = read(ToldAnswer.ofText("1", "m", 5), (_, told) -> {
            told.think("Hm.");
            told.say("Hello");
        });

        assertThat(answer.take()).singleElement().satisfies(chunk -> {
            assertThat(json(chunk).path("object").asText()).isEqualTo("text_completion");
            assertThat(json(chunk).at("/choices/0/text").asText()).isEqualTo("Hello");
        });
    }

    /// What has been used is paid for, also if the end never comes.
    @Test
    void tellsUsageBeforeTheEnd() {
        TranslatedAnswer answer = read(ToldAnswer.ofChat("1", "m", 5),
                (_, told) -> told.usage(Usage.of(2, 0)));

        assertThat(answer.usage()).contains(Usage.of(2, 0));
        assertThat(answer.end()).isEmpty();
    }

    @Test
    void keepsTheUsageThatTheEndReportsAsNothing() {
        TranslatedAnswer answer = read(ToldAnswer.ofChat("1", "m", 5), (_, told) -> {
            told.usage(Usage.of(2, 1));
            told.end(FinishReason.STOP, Optional.of(Usage.of(0, 4)));
        });

        assertThat(answer.end()).contains(new ChatEnd(FinishReason.STOP, Optional.of(Usage.of(2, 4))));
    }

    @Test
    void breaksOffInTheUpstreamsWords() {
        TranslatedAnswer answer = read(ToldAnswer.ofChat("1", "m", 5),
                (_, told) -> told.fail(FailureDetail.of("Ouch.")));

        assertThat(answer.failure()).contains(FailureDetail.of("Ouch."));
        assertThat(answer.garbled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "7", "{} {}"})
    void takesWhatIsNoObjectForNonsense(String event) {
        TranslatedAnswer answer = new TranslatedAnswer((_, told) -> told.say("Hi"),
                ToldAnswer.ofChat("1", "m", 5));
        answer.accept(new ServerEvent("", JsonText.of(event), OptionalInt.empty()));

        assertThat(answer.garbled()).isTrue();
        assertThat(answer.failure()).isPresent();
        assertThat(answer.take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "1", " "})
    void skipsWhatOnlyKeepsTheConnectionAlive(String data) {
        TranslatedAnswer answer = new TranslatedAnswer((_, told) -> told.say("Hi"),
                ToldAnswer.ofChat("1", "m", 5));
        answer.accept(new ServerEvent("ping", JsonText.of(data), OptionalInt.empty()));

        assertThat(answer.failure()).isEmpty();
        assertThat(answer.take()).isEmpty();
    }

    @Test
    void endsForAnUnknownWordAsItIs() {
        TranslatedAnswer answer = read(ToldAnswer.ofChat("1", "m", 5),
                (_, told) -> told.end(FinishWord.of("brand_new"), Optional.empty()));

        assertThat(json(answer.take().getLast()).at("/choices/0/finish_reason").asText())
                .isEqualTo("brand_new");
        assertThat(answer.end()).contains(
                new ChatEnd(FinishReason.OTHER, Optional.empty(), Optional.of("brand_new")));
    }

    @Test
    void failsForAWordThatReportsAnInterruption() {
        TranslatedAnswer answer = read(ToldAnswer.ofChat("1", "m", 5),
                (_, told) -> told.end(FinishWord.of("abort"), Optional.of(Usage.of(2, 1))));

        assertThat(answer.failure()).isPresent();
        assertThat(answer.usage()).contains(Usage.of(2, 1));
        assertThat(answer.end()).isEmpty();
        assertThat(answer.take()).isEmpty();
    }

    private static TranslatedAnswer read(ToldAnswer told, EventTranslation translation) {
        TranslatedAnswer answer = new TranslatedAnswer(translation, told);
        answer.accept(new ServerEvent("", JsonText.of("{}"), OptionalInt.empty()));
        return answer;
    }

    private static JsonNode json(ChatChunk chunk) {
        return CarriedJson.parsed(chunk.json().toBytes()).orElseThrow();
    }
}
