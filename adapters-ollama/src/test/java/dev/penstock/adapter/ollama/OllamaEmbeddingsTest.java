package dev.penstock.adapter.ollama;

import static dev.penstock.adapter.ollama.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.Embeddings;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OllamaEmbeddingsTest {
    private static final String EMBED = "{'input':['é','🏮'],'dimensions':2}";
    private static final String VECTORS = Chats.quoted(
            "{'model':'m','embeddings':[[1.0,-0.5],[1E-0007,2]],'total_duration':5,'prompt_eval_count':9}");

    private final Bed bed = Bed.with(Map.of("key", "sk-test-ollama", "context", "8192", "keep-alive", "5m"));
    private final EmbeddingPort embeddings = bed.provider().embeddings().orElseThrow();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void givesVectorsAsTheyAreSpeltAndTellsTheirUsage() {
        bed.upstream().answer(Reply.json(200, VECTORS));

        Embeddings answer = embed(EMBED);

        assertThat(bed.upstream().lastRequest().path()).isEqualTo("/api/embed");
        assertThat(bed.upstream().lastRequest().header("authorization")).contains("Bearer sk-test-ollama");
        assertThat(bed.asked()).isEqualTo(json("""
                {'model':'qwen3:8b','input':['é','🏮'],'dimensions':2,'options':{'num_ctx':8192},
                'keep_alive':'5m'}"""));
        assertThat(answer.json().text()).isEqualTo(Chats.quoted("{'object':'list','data':["
                + "{'object':'embedding','index':0,'embedding':[1.0,-0.5]},"
                + "{'object':'embedding','index':1,'embedding':[1E-0007,2]}],'model':'qwen3:8b',"
                + "'usage':{'prompt_tokens':9,'total_tokens':9}}"));
        assertThat(answer.usage()).contains(Usage.of(9, 0));
    }

    /// 1.0 is 3F800000, and -0.5 is BF000000.
    @Test
    void packsVectorsForClientsThatWantThemSo() {
        bed.upstream().answer(Reply.json(200, VECTORS));

        assertThat(json(embed(EMBED.replace("'dim", "'encoding_format':'base64','dim")).json().text())
                .path("data")
                .path(0)
                .path("embedding")
                .asText()).isEqualTo("AACAPwAAAL8=");
    }

    @Test
    void takesUsageThatIsNotToldForUnknown() {
        bed.upstream().answer(Reply.json(200, "{\"embeddings\":[]}"));

        Embeddings answer = embed("{'input':[]}");

        assertThat(answer.usage()).isEmpty();
        assertThat(answer.json().text()).doesNotContain("usage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'hello':'world'}", "{'embeddings':{}}", "{'embeddings':[7]}",
            "{'embeddings':[[1.0",
            "{'embeddings':[[null]]}", "{'embeddings':[[1e39]]}", "{'embeddings':[[[1]]]}",
            "{'embeddings':[['1']]}"})
    void takesAnAnswerThatIsNoneForGarbled(String body) {
        bed.upstream().answer(Reply.json(200, Chats.quoted(body)));

        assertThatThrownBy(() -> embed("{'input':'a','encoding_format':'base64'}")).extracting("failure")
                .isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void refusesAFormatThatItDoesNotKnow() {
        assertThatThrownBy(() -> embed("{'input':'a','encoding_format':'int8'}")).extracting("failure")
                .isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(bed.upstream().requests()).isEmpty();
    }

    @Test
    void tellsFailuresApart() {
        Failures.tellsThemApart(bed, () -> embed(EMBED));
    }

    @Test
    void waitsNoLongerThanUntilTheDeadline() {
        bed.upstream().answer(Reply.silent());

        assertThatThrownBy(() -> embeddings.embed(Bed.call(EMBED, "input", Duration.ofMillis(200))))
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.TimedOut.class);
        assertThat(bed.upstream().awaitNoOpenConnections(Bed.SOON)).isTrue();
    }

    private Embeddings embed(String body) {
        return embeddings.embed(Bed.call(body, "input"));
    }
}
