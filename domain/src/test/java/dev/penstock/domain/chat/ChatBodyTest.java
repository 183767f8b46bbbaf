package dev.penstock.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ChatBody.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChatBodyTest {
    private final ChatBody body = new ChatBody(JsonText.of("{\"a\":1,\"b\":2,\"a\":33}"),
            List.of(new Member("a", 1, 5, 6), new Member("b", 7, 11, 12), new Member("a", 13, 17, 19)));

    @Test
    void goesByTheLastOfSeveralMembersOfAName() {
        assertThat(body.member("a").map(body::value)).contains(JsonText.of("33"));
        assertThat(body.member("b").map(body::value)).contains(JsonText.of("2"));
        assertThat(body.member("c")).isEmpty();
    }

    @Test
    void hasNoMemberWithoutAPlace() {
        assertThatThrownBy(() -> new Member("a", -1, 5, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Member("a", 5, 5, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Member("a", 1, 5, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
