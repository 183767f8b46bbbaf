package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Events that are not part of an answer, and whatever comes behind its finish.
final class OddStreamedAnswerTest {
    private static final String HI = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}";
    private static final String STOP = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private final StreamedAnswer answer = new StreamedAnswer(1);

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {"ping;{'type':'ping'}", "ping;{}",
            "heartbeat;1",
            "x-note;no JSON", "x-note;{'message':'Loading','code':'loading'}", "progress;{'error':null}",
            "progress;{'error':''}", "queue;{'id':'x','choi", "metadata;[1]", "~~;{'type':'ping'}",
            "message;{'type':'heartbeat'}", "~~;~  ~", "x-note;~ ~"})
    void anEventOfAnUnknownNameIsSkippedBeforeTheFirstChunkAndBetweenChunks(String name, String data) {
        accept(name, data);
        accept("", HI);
        accept(name, data);
        accept("", STOP);
        accept(name, data);
        accept("", "[DONE]");

        assertThat(answer.failure()).isEmpty();
        assertThat(texts(answer.take())).containsExactly(HI, STOP);
        assertThat(answer.end()).isPresent();
    }

    @Test
    void aThousandPingsDoNotBeginAnAnswer() {
        accept("", "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}");
        for (int i = 0; i < 1000; i++) {
            accept("ping", "{\"type\":\"ping\"}");
        }

        assertThat(answer.take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "data", "completion", "chat.completion.chunk", "x-note"})
    void aChunkIsOneWhateverTheNameOfItsEvent(String name) {
        accept(name, HI);
        accept(name, STOP);

        assertThat(texts(answer.take())).containsExactly(HI, STOP);
        assertThat(answer.end()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "chunk", "chat.completion.chunk"})
    void garbageOfAKnownNameIsAFailure(String name) {
        accept("", HI);
        accept(name, "{\"choi");

        assertThat(answer.garbled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {"error;{'message':'Ouch'}", "error;Ouch",
            "error;{'error':{'message':'Ouch'}}", "x-note;{'error':{'message':'Ouch'}}",
            "failure;{'error':'Ouch'}",
            "ping;{'type':'ping','error':{'message':'Ouch'}}"})
    void anErrorIsOneWhateverTheNameOfItsEvent(String name, String data) {
        accept("", HI);
        accept(name, data);
        accept("", STOP);

        assertThat(answer.failure()).hasValueSatisfying(
                detail -> assertThat(detail.message()).isEqualTo("Ouch"));
        assertThat(answer.garbled()).isFalse();
        assertThat(answer.end()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[DONE] ", "  [DONE]", "[DONE]\n[DONE]", "[DONE][DONE]", "[done]", " ", "garbage",
            "1", "null",
            "{}", "[]", "{'timings':1}", "{'choices':", "{'choices':null}", "<html>", "{'x':1}{'x':2}"})
    void nothingBehindTheFinishMakesAWholeAnswerAFailure(String oddity) {
        accept("", HI);
        accept("", STOP);
        accept("", oddity);

        assertThat(answer.failure()).isEmpty();
        assertThat(texts(answer.take())).containsExactly(HI, STOP);
        assertThat(answer.end()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'usage':{'prompt_tokens':11,'completion_tokens':7}}",
            "{'choices':null,'usage':{'prompt_tokens':11,'completion_tokens':7}}",
            "{'choices':[],'usage':{'prompt_tokens':11,'completion_tokens':7}}"})
    void usageBehindTheFinishCountsWithAndWithoutChoices(String last) {
        accept("", HI);
        accept("", STOP);
        accept("", "garbage");
        accept("", last);
        Optional<ChatEnd> end = answer.end();

        assertThat(end.orElseThrow().usage()).contains(Usage.of(11, 7));
        assertThat(answer.take()).filteredOn(ChatChunk::usageOnly)
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.json().text()).contains("\"choices\":[]", "11"));
    }

    @Test
    void garbageBeforeTheLastChoiceHasFinishedIsAFailure() {
        StreamedAnswer two = new StreamedAnswer(2);
        two.accept(event("", HI));
        two.accept(event("", STOP));
        two.accept(event("", "garbage"));

        assertThat(two.garbled()).isTrue();
        assertThat(two.end()).isEmpty();
    }

    private void accept(String name, String data) {
        answer.accept(event(name, data));
    }

    private static ServerEvent event(String name, String data) {
        return new ServerEvent(name, JsonText.of(data.replace('\'', '"')), OptionalInt.empty());
    }

    private static List<String> texts(List<ChatChunk> chunks) {
        return chunks.stream().map(chunk -> chunk.json().text()).toList();
    }
}
