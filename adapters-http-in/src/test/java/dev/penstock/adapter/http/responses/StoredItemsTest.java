package dev.penstock.adapter.http.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.adapter.http.responses.ResponseStore.Owner;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.time.Moment;
import dev.penstock.openai.wire.CarriedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StoredItemsTest {
    private static final Owner MINE = Owner.of(Optional.of(Secret.of("mine")));
    private static final Owner YOURS = Owner.of(Optional.of(Secret.of("yours")));
    private static final String OUTPUT = "{\"id\":\"msg_abc_0\",\"type\":\"message\"}";

    private final ResponseStore store = new ResponseStore(ResponseStoreSettings.usual(),
            () -> new Moment(0));
    private final List<String> held = new ArrayList<>();

    @Test
    void findsAnItemByItsId() {
        keep("abc", "[{\"id\":\"other\"}]");

        try (StoredItems mine = items(MINE); StoredItems yours = items(YOURS)) {
            assertThat(mine.item("msg_abc_0")).contains(CarriedJson.parsed(OUTPUT).orElseThrow());
            assertThat(mine.has("msg_abc_0")).isTrue();
            assertThat(mine.has("msg_abc_1")).isFalse();
            assertThat(mine.has("other")).isFalse();
            assertThat(yours.has("msg_abc_0")).isFalse();
        }
    }

    @Test
    void takesAnItemFromTheConversationThatItsIdNames() {
        keep("abc", "[]");
        keep("def", "[{\"id\":\"msg_abc_0\",\"type\":\"forged\"}]");

        try (StoredItems items = items(MINE)) {
            assertThat(items.conversation("resp_def").orElseThrow()).hasSize(2);
            assertThat(items.item("msg_abc_0").orElseThrow().path("type").asText()).isEqualTo("message");
        }
    }

    @Test
    void countsAConversationOnceAndEachItemThatIsTaken() {
        keep("abc", "[]");

        try (StoredItems items = items(MINE)) {
            assertThat(items.conversation("resp_abc")).isPresent();
            assertThat(items.has("msg_abc_0")).isTrue();
            assertThat(held).containsExactly("[" + OUTPUT + "]");

            assertThat(items.item("msg_abc_0")).isPresent();
            assertThat(items.item("msg_abc_0")).isPresent();
            assertThat(held).containsExactly("[" + OUTPUT + "]", OUTPUT, OUTPUT);
        }
        assertThat(held).isEmpty();
    }

    @Test
    void refusesWhatTheMemoryDoesNotSufficeFor() {
        keep("abc", "[]");
        RequestMemory none = _ -> {
            throw new RefusedException(Refusal.BodyTooLarge.over(1));
        };

        try (StoredItems items = new StoredItems(store, MINE, none)) {
            assertThatThrownBy(() -> items.conversation("resp_abc")).isInstanceOf(RefusedException.class);
        }
    }

    private StoredItems items(Owner owner) {
        return new StoredItems(store, owner, json -> {
            String text = new String(json, StandardCharsets.UTF_8);
            held.add(text);
            return () -> held.remove(text);
        });
    }

    private void keep(String core, String before) {
        ObjectNode response = CarriedJson.object().put("id", "resp_" + core);
        response.putArray("output")
                .add(CarriedJson.parsed(OUTPUT.replace("abc", core)).orElseThrow());
        store.keep(MINE, response, JsonText.of(before));
    }
}
