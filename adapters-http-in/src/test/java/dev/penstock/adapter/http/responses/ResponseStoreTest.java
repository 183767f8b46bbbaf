package dev.penstock.adapter.http.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.adapter.http.responses.ResponseStore.Owner;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.time.Moment;
import dev.penstock.openai.wire.CarriedJson;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The gateway's memory of its answers has an end in every direction.
final class ResponseStoreTest {
    private static final Owner MINE = Owner.of(Optional.of(Secret.of("mine")));
    private static final Owner YOURS = Owner.of(Optional.of(Secret.of("yours")));

    private Moment now = new Moment(0);

    @Test
    void findsAResponseForItsOwnerAlone() {
        ResponseStore store = store(10, 10_000);
        keep(store, "resp_1");

        assertThat(store.response(MINE, "resp_1")).isPresent();
        assertThat(store.response(YOURS, "resp_1")).isEmpty();
        assertThat(store.conversation(YOURS, "resp_1")).isEmpty();
        assertThat(store.delete(YOURS, "resp_1")).isFalse();
        assertThat(store.response(Owner.of(Optional.empty()), "resp_1")).isEmpty();
    }

    @Test
    void forgetsWhatWasUsedLongestAgoWhenThereAreTooMany() {
        ResponseStore store = store(2, 10_000);
        keep(store, "resp_1");
        keep(store, "resp_2");
        assertThat(store.response(MINE, "resp_1")).as("used again").isPresent();
        keep(store, "resp_3");

        assertThat(store.response(MINE, "resp_2")).isEmpty();
        assertThat(store.response(MINE, "resp_1")).isPresent();
        assertThat(store.response(MINE, "resp_3")).isPresent();
    }

    @Test
    void forgetsWhenThereAreTooManyBytes() {
        ResponseStore store = store(10, 70);
        keep(store, "resp_1");
        keep(store, "resp_2");
        assertThat(store.response(MINE, "resp_1")).as("there is room for two").isPresent();
        keep(store, "resp_3");

        assertThat(store.response(MINE, "resp_2")).isEmpty();
        assertThat(store.response(MINE, "resp_1")).isPresent();
        assertThat(store.response(MINE, "resp_3")).isPresent();
    }

    @Test
    void givesTheRoomOfADeletedResponseBack() {
        ResponseStore store = store(10, 60);
        for (int i = 0; i < 20; i++) {
            keep(store, "resp_1");
            assertThat(store.delete(MINE, "resp_1")).isTrue();
        }
        keep(store, "resp_2");

        assertThat(store.response(MINE, "resp_1")).isEmpty();
        assertThat(store.response(MINE, "resp_2")).isPresent();
    }

    @Test
    void keepsNothingThatIsLargerThanAllItMayKeep() {
        ResponseStore store = store(10, 10);
        keep(store, "resp_1");

        assertThat(store.response(MINE, "resp_1")).isEmpty();
    }

    @Test
    void forgetsWhatIsTooOld() {
        ResponseStore store = store(10, 10_000);
        keep(store, "resp_1");
        now = now.plus(Duration.ofHours(1));

        assertThat(store.response(MINE, "resp_1")).isEmpty();
    }

    private ResponseStore store(int responses, long bytes) {
        return new ResponseStore(new ResponseStoreSettings(responses, bytes, Duration.ofHours(1)), () -> now);
    }

    /// Takes 33 bytes.
    private static void keep(ResponseStore store, String id) {
        store.keep(MINE, CarriedJson.object().put("id", id),
                JsonText.of("[\"" + "a".repeat(14) + "\"]"));
    }
}
