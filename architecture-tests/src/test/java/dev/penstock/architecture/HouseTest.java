package dev.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The house keeps its rules, and each rule has caught a planted violation.
final class HouseTest {
    private static final String BASE = "dev.penstock";
    private static final String PLANTED = BASE + ".planted";
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);
    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(PLANTED);

    private static Map<String, ArchRule> rules(String base) {
        Map<String, ArchRule> rules = new LinkedHashMap<>(Arrows.of(base));
        rules.putAll(Manners.of(base));
        return rules;
    }

    @ParameterizedTest
    @ValueSource(strings = {"domain.chat", "domain.route", "domain.access", "domain.usage", "domain.failure",
            "domain.port", "domain.time", "application", "spi", "openai.wire", "openai.upstream",
            "adapter.http",
            "adapter.http.dialect", "adapter.http.session", "adapter.http.chat", "adapter.http.messages",
            "adapter.http.responses",
            "adapter.anthropic", "adapter.dashscope", "adapter.openrouter", "adapter.openaicompatible",
            "adapter.ollama", "adapter.demo",
            "adapter.usagelog", "fake", "testkit", "bootstrap", "bootstrap.plugin"})
    void seesThePackage(String name) {
        assertThat(HOUSE.containPackage(BASE + "." + name)).isTrue();
    }

    @Test
    void seesTheWholeHouseAndNoTests() {
        assertThat(HOUSE.size()).isGreaterThan(200);
        assertThat(HOUSE.stream()).noneMatch(type -> type.getPackageName().startsWith(PLANTED));
    }

    @TestFactory
    Stream<DynamicTest> keeps() {
        return rules(BASE).entrySet()
                .stream()
                .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(HOUSE)));
    }

    @TestFactory
    Stream<DynamicTest> catchesWhoBreaks() {
        return rules(PLANTED).entrySet()
                .stream()
                .map(rule -> dynamicTest(rule.getKey(),
                        () -> assertThat(rule.getValue().evaluate(VIOLATIONS).hasViolation()).isTrue()));
    }
}
