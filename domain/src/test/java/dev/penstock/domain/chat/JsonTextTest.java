package dev.penstock.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
    private static final JsonText WHOLE = JsonText.of("{\"a\":\"ü\",\"b\":[1]}");
    private static final JsonText SLICE = WHOLE.slice(5, 9);

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(WHOLE.length()).isEqualTo(18);
        assertThat(WHOLE.byteAt(6)).isEqualTo((byte) 0xC3);
    }

    @Test
    void readsAsAModelWouldHoweverItIsSpelt() {
        assertThat(JsonText.of("{\"a\":\"\\u0041\\u00e9\\ud83d\\ude00 \\\"b\\\" \\\\ \\n\\/\"}").unescaped())
                .isEqualTo("{\"a\":\"Aé😀 \"b\" \\ \n/\"}");
        assertThat(JsonText.of("plain").unescaped()).isEqualTo("plain");
        assertThat(JsonText.of("odd \\u00g1 \\u12").unescaped()).isEqualTo("odd u00g1 u12");
        assertThat(JsonText.of("cut \\").unescaped()).isEqualTo("cut \\");
    }

    @Test
    void slicesItselfWithinItsBounds() {
        assertThat(SLICE.text()).isEqualTo("\"ü\"");
        assertThat(SLICE.length()).isEqualTo(4);
        assertThat(SLICE.slice(1, 3).text()).isEqualTo("ü");
        assertThatThrownBy(() -> SLICE.slice(0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> SLICE.byteAt(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> SLICE.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void findsACharacterWithinItsBounds() {
        assertThat(WHOLE.indexOf(',', 0)).isEqualTo(9);
        assertThat(WHOLE.indexOf('"', 2)).isEqualTo(3);
        assertThat(SLICE.indexOf('"', 1)).isEqualTo(3);
        assertThat(SLICE.indexOf(',', 0)).as("behind its end").isEqualTo(-1);
        assertThat(SLICE.indexOf('a', 0)).as("before its beginning").isEqualTo(-1);
    }

    @Test
    void findsATextWithinItsBounds() {
        assertThat(WHOLE.contains("\"b\"")).isTrue();
        assertThat(WHOLE.contains("]}")).isTrue();
        assertThat(WHOLE.contains("]}}")).isFalse();
        assertThat(SLICE.contains("\",")).as("over its end").isFalse();
        assertThat(SLICE.contains("\"a\"")).isFalse();
    }

    @Test
    void comparesBytesAtAPlace() {
        byte[] wanted = ",\"b\"".getBytes(StandardCharsets.US_ASCII);

        assertThat(WHOLE.hasAt(9, wanted)).isTrue();
        assertThat(WHOLE.hasAt(8, wanted)).isFalse();
        assertThat(WHOLE.hasAt(16, wanted)).as("over its end").isFalse();
        assertThat(SLICE.hasAt(3, "\",".getBytes(StandardCharsets.US_ASCII))).as("over its end").isFalse();
    }

    @Test
    void isEqualToTheSameBytesWhereverTheyAreKept() {
        assertThat(SLICE).isEqualTo(JsonText.of("\"ü\"")).hasSameHashCodeAs(JsonText.of("\"ü\""));
        assertThat(SLICE).isNotEqualTo(JsonText.of("\"u\"")).isNotEqualTo(WHOLE).isNotEqualTo("\"ü\"");
    }

    @Test
    void givesItsBytesAwayAsACopyOnly() throws IOException {
        JsonText text = JsonText.of("[1]");
        byte[] given = text.toBytes();
        given[1] = '2';
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.slice(1, 3).writeTo(out);

        assertThat(text.text()).isEqualTo("[1]");
        assertThat(text.slice(1, 3).toBytes()).isEqualTo("1]".getBytes(StandardCharsets.UTF_8));
        assertThat(text.slice(1, 3).asStream().readAllBytes()).isEqualTo(out.toByteArray());
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("1]");
    }

    @Test
    void copiesWhatItIsToldTo() {
        byte[] bytes = "xx[1]xx".getBytes(StandardCharsets.UTF_8);
        JsonText copy = JsonText.copyOf(bytes, 2, 3);
        bytes[3] = '2';

        assertThat(copy.text()).isEqualTo("[1]");
    }

    @Test
    void doesNotPrintWhatItSays() {
        assertThat(JsonText.of("{\"secret\":1}")).hasToString("JsonText[12 bytes]");
    }
}
