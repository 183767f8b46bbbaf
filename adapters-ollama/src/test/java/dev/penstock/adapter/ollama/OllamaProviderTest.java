package dev.penstock.adapter.ollama;

import static dev.penstock.adapter.ollama.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Provider;
import dev.penstock.spi.SettingsException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OllamaProviderTest {
    private static final String ANSWER = Chats.quoted(
            "{'model':'qwen3:8b','message':{'role':'assistant','content':'é','thinking':'Hm.'},'done':true,'done_reason':'stop'}");

    private final Bed bed = Bed.with(Map.of("context", "65536", "keep-alive", "-1", "truncate", "false"));

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void tellsTheServerWhatItsSettingsSayAndShowsNoKeyThatItHasNot() {
        bed.upstream().answer(Reply.json(200, ANSWER));

        ChatCompletion answer = bed.provider().chat().complete(chat(""));

        assertThat(bed.upstream().lastRequest().path()).isEqualTo("/api/chat");
        assertThat(bed.upstream().lastRequest().header("authorization")).isEmpty();
        assertThat(bed.asked().path("options")).isEqualTo(json("{'num_ctx':65536}"));
        assertThat(bed.asked().path("keep_alive")).isEqualTo(json("-1"));
        assertThat(bed.asked().path("truncate")).isEqualTo(json("false"));
        assertThat(json(answer.json().text()).path("choices").path(0)).isEqualTo(json("""
                {'index':0,'message':{'role':'assistant','content':'é','reasoning_content':'Hm.'},
                'finish_reason':'stop'}"""));
        assertThat(answer.json().text()).doesNotContain("usage").contains("\"id\":\"chatcmpl-test\"");
        assertThat(answer.end().usage()).as("unknown is not zero").isEmpty();
    }

    @Test
    void asksForLinesWhereItStreams() {
        bed.upstream().answer(Reply.json(200, ANSWER));

        ChatEnd end = bed.provider().chat().stream(chat(""), _ -> {
        });

        assertThat(end.usage()).isEmpty();
        assertThat(bed.upstream().lastRequest().header("accept")).contains("application/x-ndjson");
    }

    @Test
    void looksUpOnceWhetherAModelThinks() {
        bed.upstream()
                .answerWith(request -> Reply.json(200, request.path().equals("/api/show")
                        ? Chats.quoted("{'capabilities':['completion','thinking']}")
                        : ANSWER));

        bed.provider().chat().complete(chat(",'reasoning_effort':'high'"));
        bed.provider().chat().complete(chat(",'enable_thinking':true"));

        assertThat(bed.upstream().requests()).extracting(ReceivedRequest::path)
                .containsExactly("/api/show", "/api/chat", "/api/chat");
        assertThat(json(bed.upstream().requests().getFirst().text()))
                .isEqualTo(json("{'model':'qwen3:8b'}"));
        assertThat(bed.asked().path("think")).isEqualTo(json("true"));
    }

    @Test
    void answersWithoutAWishWhereNothingIsKnownOfTheModel() {
        bed.upstream()
                .answerWith(request -> request.path().equals("/api/show")
                        ? Reply.json(500, "{}")
                        : Reply.json(200, ANSWER));

        bed.provider().chat().complete(chat(",'enable_thinking':true"));

        assertThat(bed.asked().has("think")).isFalse();
    }

    @Test
    void stopsLookingUpWhenTheClientLeaves() {
        bed.upstream().answer(Reply.silent());
        ChatCall call = chat(",'enable_thinking':true");
        Thread.ofVirtual().start(() -> {
            var _ = bed.upstream().awaitRequest(Bed.SOON);
            call.cancellation().cancel(Cancellation.Cause.CLIENT_LEFT);
        });

        assertThatThrownBy(() -> bed.provider().chat().complete(call))
                .isInstanceOf(CancellationException.class);
        assertThat(bed.upstream().requests()).extracting(ReceivedRequest::path).containsExactly("/api/show");
        assertThat(bed.upstream().awaitNoOpenConnections(Bed.SOON)).isTrue();
    }

    @Test
    void listsTheModelsThereAreWithTheContextThatIsAskedFor() {
        bed.upstream().answer(Reply.json(200, Chats.quoted("""
                {'models':[{'name':'qwen3:8b','model':'qwen3:8b','size':5,'details':{'family':'qwen3'}},
                {'name':'all-minilm:latest'},{'size':7}]}""")));

        assertThat(bed.provider().catalog().orElseThrow().models())
                .containsExactly(new CatalogModel("qwen3:8b", OptionalLong.of(65_536)),
                        new CatalogModel("all-minilm:latest", OptionalLong.of(65_536)));
        assertThat(bed.upstream().lastRequest().path()).isEqualTo("/api/tags");
        bed.upstream().answer(Reply.json(200, "<html>"));
        assertThatThrownBy(() -> bed.provider().catalog().orElseThrow().models()).extracting("failure")
                .isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void keepsOllamasWordsOnAModelThatIsMissing() {
        bed.upstream()
                .answer(Reply.json(404,
                        Chats.quoted("{'error':'model ~qwen3:8b~ not found, try pulling it first'}")));

        assertThatThrownBy(() -> bed.provider().chat().complete(chat("")))
                .hasMessage("model \"qwen3:8b\" not found, try pulling it first")
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.ModelMissing.class);
    }

    @ParameterizedTest
    @CsvSource({"400, the input length exceeds the context length",
            "500, prompt exceeds max context length by 5 tokens",
            "400, request (9000 tokens) exceeds the available context size (4096 tokens)"})
    void tellsClientsThatAPromptDoesNotFit(int status, String message) {
        bed.upstream().answer(Reply.json(status, Chats.quoted("{'error':'" + message + "'}")));

        assertThatThrownBy(() -> bed.provider().chat().complete(chat(""))).hasMessage(message)
                .extracting("failure")
                .isInstanceOfSatisfying(UpstreamFailure.Rejected.class,
                        failure -> assertThat(failure.detail().code()).contains("context_length_exceeded"));
    }

    @Test
    void takesAWholeAnswerThatIsNotDoneForCutShort() {
        bed.upstream().answer(Reply.json(200, ANSWER.replace("true", "false")));

        assertThatThrownBy(() -> bed.provider().chat().complete(chat(""))).extracting("failure")
                .isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @ParameterizedTest
    @CsvSource({"http://host:11434, http://host:11434", "http://host:11434/v1, http://host:11434",
            "https://ollama.com/api/, https://ollama.com", "http://host/ollama, http://host/ollama"})
    void takesTheServersAddressFromThatOfAnApi(String written, String target) {
        try (Provider provider = Bed.connect(Map.of("base-url", written))) {
            assertThat(provider.target()).isEqualTo(target);
        }
    }

    @Test
    void needsNoSettings() {
        try (Provider provider = Bed.connect(Map.of())) {
            assertThat(provider.target()).isEqualTo("http://127.0.0.1:11434");
            assertThat(provider.relays()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "300", "5m", "1h30m", "1.5h", "-1m"})
    void takesTimesTheWayOllamaDoes(String time) {
        try (Provider provider = Bed.connect(Map.of("keep-alive", time))) {
            assertThat(provider).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"keep-alive, for ever", "keep-alive, 5 m", "context, 0", "context, big", "truncate, no",
            "relay-messages, true"})
    void rejectsWhatItCannotUse(String setting, String value) {
        SettingsException problem = catchThrowableOfType(SettingsException.class,
                () -> Bed.connect(Map.of(setting, value)));

        assertThat(problem.problems()).extracting(Problem::path).containsExactly("providers.test." + setting);
    }

    private static ChatCall chat(String more) {
        return Bed.call("{'messages':[{'role':'user','content':'Hi'}]" + more + "}", "messages");
    }
}
