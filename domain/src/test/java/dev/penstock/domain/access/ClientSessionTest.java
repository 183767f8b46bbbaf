package dev.penstock.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSessionTest {
    @Test
    void keepsWhatTheClientSays() {
        ClientSession session = new ClientSession(Optional.of(" s-1 "), Optional.of("a"), Optional.of("p"),
                Optional.of("main"));

        assertThat(session.id()).contains("s-1");
        assertThat(session.agent()).contains("a");
        assertThat(session.parentAgent()).contains("p");
        assertThat(session.requestClass()).contains("main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\u0000", "\u007f", "a\u0085b"})
    void treatsBlankPartsAndPartsWithControlCharactersAsNotSent(String text) {
        Optional<String> part = Optional.of(text);

        assertThat(new ClientSession(part, part, part, part)).isEqualTo(ClientSession.NONE);
    }

    @Test
    void cutsLongPartsWithoutHalfACharacter() {
        assertThat(ClientSession.of("x".repeat(5000)).id()).contains("x".repeat(200));
        assertThat(ClientSession.of("x".repeat(199) + "🏮").id()).contains("x".repeat(199));
    }

    @Test
    void takesAnotherIdOnlyIfItHasNone() {
        assertThat(ClientSession.of("s").orId(Optional.of("t")).id()).contains("s");
        assertThat(ClientSession.NONE.orId(Optional.of("t")).id()).contains("t");
        assertThat(ClientSession.NONE.orId(Optional.empty())).isEqualTo(ClientSession.NONE);
    }
}
