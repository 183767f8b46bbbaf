package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.port.InterceptedAnswer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What is kept of an answer.
final class AnswerCopyTest {
    @Test
    void isAllOfOneThatFits() {
        assertThat(copy(10, "ab", "cd").first(4)).isEqualTo(new InterceptedAnswer("abcd", false));
    }

    @Test
    void isTheBeginningOfOneThatDoesNot() {
        assertThat(copy(3, "ab", "cd", "ef").first(10)).isEqualTo(new InterceptedAnswer("abc", true));
        assertThat(copy(10, "abcd").first(3)).isEqualTo(new InterceptedAnswer("abc", true));
        assertThat(copy(10, "abcd").first(0)).isEqualTo(new InterceptedAnswer("", true));
    }

    @Test
    void endsWithAWholeCharacter() {
        for (String character : new String[]{"é", "字", "😀"}) {
            int length = character.getBytes(StandardCharsets.UTF_8).length;
            for (int missing = 1; missing < length; missing++) {
                assertThat(copy(1 + length - missing, "a" + character).first(100))
                        .isEqualTo(new InterceptedAnswer("a", true));
            }
            assertThat(copy(1 + length, "a" + character + "b").first(100))
                    .isEqualTo(new InterceptedAnswer("a" + character, true));
        }
    }

    @Test
    void isNothingWhereNobodyObserves() {
        AnswerCopy.NONE.add(new byte[]{'a'}, 1);

        assertThat(AnswerCopy.NONE.first(10)).isEqualTo(new InterceptedAnswer("", false));
    }

    private static AnswerCopy copy(int most, String... texts) {
        AnswerCopy copy = new AnswerCopy(most, 1, new Observations(1000));
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            copy.add(bytes, bytes.length);
        }
        return copy;
    }
}
