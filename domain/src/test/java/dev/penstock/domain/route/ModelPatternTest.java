package dev.penstock.domain.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPatternTest {

    @ParameterizedTest
    @CsvSource({"qwen*,qwen3-max,3-max", "*,anything/at/all,anything/at/all", "*/max,a/b/max,a/b",
            "qwen*-plus,qwen3-coder-plus,3-coder", "a*a,aa,''", "qwen*,qwen,''", "max,max,''"})
    void matchesWithTheStarStandingForAnyNumberOfCharacters(String pattern, String name, String star) {
        assertThat(new ModelPattern(pattern).match(name)).contains(star);
    }

    @ParameterizedTest
    @CsvSource({"qwen*,qwe", "qwen*,my-qwen", "*/max,max", "*/max,a/max2", "max,max2", "max,Max", "a*a,a",
            "ab*bc,abc"})
    void doesNotMatchWhatDiffersBesideTheStarNorLetsItsEndsOverlap(String pattern, String name) {
        assertThat(new ModelPattern(pattern).match(name)).isEmpty();
    }

    @Test
    void isLiteralWithoutAStar() {
        assertThat(new ModelPattern("qwen3-max").isLiteral()).isTrue();
        assertThat(new ModelPattern("qwen3*").isLiteral()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"qwen/*,3-max,qwen/3-max", "*,x,x", "literal,x,literal", "a*c,'',ac", "*,$1\\2,$1\\2",
            "x-*,a*b,x-a*b"})
    void fillsTheStarVerbatim(String pattern, String star, String filled) {
        assertThat(new ModelPattern(pattern).fill(star)).isEqualTo(filled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "**", "*/*"})
    void takesNoBlankTextAndNoSecondStar(String text) {
        assertThatThrownBy(() -> new ModelPattern(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
