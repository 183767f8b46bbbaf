package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// That bytes are carried as they are, for upstreams that speak what the client speaks.
@ExtendWith(BenchExtension.class)
public interface FidelityContract extends ProviderUnderTest {

    /// A request of odd spelling, in which nothing gives a provider cause for an edit; `%s` is the model.
    String ODD = """
            { "temperature":1E-0007,  "seed":12345678901234567890,"messages" : [{"role":"user","content":"a\\u00e9\\/🏮"}],
            "model":"%s" , "unheard_of":{"b":[ 1.0, -0, {} ],"a":null}, "b":1, "b":2 }""";

    @Test
    default void changesNothingInARequestButTheModel(Bench bench) {
        var _ = bench.ask(Mode.WHOLE, new Ask(ODD.formatted("client-model")));

        assertThat(bench.upstream().requests()).extracting(ReceivedRequest::text)
                .containsExactly(ODD.formatted(upstreamModel()));
    }

    @Test
    default void asksForUsageWhenItStreams(Bench bench) {
        var _ = bench.ask(Mode.STREAMED, Ask.saying("Hello"));

        assertThat(bench.upstream().requests()).extracting(request -> Json.read(request.text())
                .path("stream_options")
                .path("include_usage")
                .asBoolean()).containsExactly(true);
    }

    @Test
    default void carriesAWholeAnswerByteForByte(Bench bench) {
        String answer = """
                { "id" : "x","unheard_of":1E-0007, "choices":[ {"finish_reason":"stop", "message":{"content":"\\u00e9"}}]
                , "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3} }
                """;
        bench.upstream().answer(Reply.json(200, answer));

        ChatCompletion completion = bench.chat().complete(bench.call(Ask.saying("Hello")));

        assertThat(completion.json().text()).isEqualTo(answer);
    }

    @Test
    default void carriesEveryChunkByteForByte(Bench bench) {
        List<String> sent = List.of(
                "{ \"choices\":[{\"index\":0, \"delta\":{\"content\":\"\\u00e9\",\"odd\":1E-0007}}] }",
                "{\"choices\":[ ],\"unheard_of\":[-0,12345678901234567890]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\" : \"stop\"}]}");
        bench.upstream()
                .answer(
                        Reply.sse("data: " + String.join("\n\ndata: ", sent) + "\n\ndata: [DONE]\n\n"));
        List<ChatChunk> chunks = new ArrayList<>();

        var _ = bench.chat().stream(bench.call(Ask.saying("Hello")), chunks::addAll);

        assertThat(chunks).extracting(chunk -> chunk.json().text()).isEqualTo(sent);
    }
}
