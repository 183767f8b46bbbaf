package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.application.ListedModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Models, page by page.
final class MessagesModelsTest {
    private static final String A = "{'type':'model','id':'a','display_name':'Model a','description':'by somebody','created_at':'1970-01-01T00:00:00Z',"
            + "'max_input_tokens':9}";

    @Test
    void tellsAllIfTheyFitOnAPage() {
        assertThat(page("", 3).path("data").size()).isEqualTo(3);
        assertThat(page("", 3).path("has_more").asBoolean()).isFalse();
    }

    @Test
    void tellsWhetherThereAreMore() {
        assertThat(page("", 1))
                .isEqualTo(json("{'data':[" + A + "],'has_more':true,'first_id':'a','last_id':'a'}"));
    }

    @Test
    void goesOnBehindTheLastOne() {
        JsonNode page = page("a", 2);

        assertThat(page.path("first_id").asText()).isEqualTo("b");
        assertThat(page.path("last_id").asText()).isEqualTo("c");
        assertThat(page.path("has_more").asBoolean()).isFalse();
    }

    @Test
    void endsBehindOneThatIsGone() {
        assertThat(page("gone", 2))
                .isEqualTo(json("{'data':[],'has_more':false,'first_id':null,'last_id':null}"));
    }

    @Test
    void goesBackToTheModelsBeforeOne() {
        JsonNode page = page("", "c", 1);

        assertThat(page.path("first_id").asText()).isEqualTo("b");
        assertThat(page.path("last_id").asText()).isEqualTo("b");
        assertThat(page.path("has_more").asBoolean()).isTrue();
        assertThat(page("", "b", 2).path("has_more").asBoolean()).isFalse();
        assertThat(page("", "gone", 2).path("data")).isEmpty();
        assertThat(page("a", "c", 2).path("data")).hasSize(1);
    }

    private static JsonNode page(String after, int limit) {
        return page(after, "", limit);
    }

    private static JsonNode page(String after, String before, int limit) {
        List<ListedModel> models = List.of(model("a"), model("b"), model("c"));
        return json(new String(
                MessagesModels.page(models, new MessagesModels.Window(after, before, limit)),
                StandardCharsets.UTF_8));
    }

    private static ListedModel model(String id) {
        return new ListedModel(id, "somebody", OptionalLong.of(9), "Model " + id);
    }
}
