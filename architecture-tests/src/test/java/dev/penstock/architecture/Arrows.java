package dev.penstock.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who may know whom. All arrows point inwards.
final class Arrows {
    private Arrows() {}

    /// The rules by name, for the packages below `base`.
    static Map<String, ArchRule> of(String base) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("dependencies point inwards", inwards(base));
        rules.put("the domain knows the JDK alone",
                classes().that()
                        .resideInAPackage(base + ".domain..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(base + ".domain..", "java..", "org.jspecify.."));
        rules.put("the plug-in interface knows no technology",
                classes().that()
                        .resideInAPackage(base + ".spi..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(base + ".domain..", base + ".spi..", "java..", "org.jspecify.."));
        rules.put("the application knows no technology, and one library of pure logic",
                classes().that()
                        .resideInAPackage(base + ".application..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(base + ".domain..", base + ".application..", "java..",
                                "org.jspecify..", "io.github.resilience4j.circuitbreaker.."));
        rules.put("the pretend upstream needs the JDK alone",
                classes().that()
                        .resideInAPackage(base + ".fake..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(base + ".fake..", "java..", "org.jspecify.."));
        rules.put("adapters do not know each other",
                slices().matching(base + ".adapter.(*)..").should().notDependOnEachOther());
        rules.put("only the listener knows the application",
                noClasses().that()
                        .resideInAnyPackage(base + ".adapter..", base + ".openai..", base + ".testkit..")
                        .and()
                        .resideOutsideOfPackage(base + ".adapter.http..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(base + ".application.."));
        rules.put("listener, demo and contract kit use the wire format alone",
                noClasses().that()
                        .resideInAnyPackage(base + ".adapter.http..", base + ".adapter.demo..",
                                base + ".testkit..", base + ".openai.wire..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(base + ".openai.upstream.."));
        rules.put("the listener knows no plug-ins",
                noClasses().that()
                        .resideInAPackage(base + ".adapter.http..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(base + ".spi.."));
        rules.put("the ledger sees the domain alone",
                classes().that()
                        .resideInAPackage(base + ".adapter.usagelog..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(base + ".domain..", base + ".adapter.usagelog..", "java..",
                                "org.jspecify.."));
        rules.put("there are no cycles", slices().matching(base + ".(**)").should().beFreeOfCycles());
        return rules;
    }

    private static ArchRule inwards(String base) {
        return layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("domain")
                .definedBy(base + ".domain..")
                .layer("spi")
                .definedBy(base + ".spi..")
                .layer("application")
                .definedBy(base + ".application..")
                .layer("openai")
                .definedBy(base + ".openai..")
                .layer("adapters")
                .definedBy(base + ".adapter..")
                .layer("testkit")
                .definedBy(base + ".testkit..")
                .layer("bootstrap")
                .definedBy(base + ".bootstrap..")
                .whereLayer("bootstrap")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("testkit")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("adapters")
                .mayOnlyBeAccessedByLayers("bootstrap")
                .whereLayer("application")
                .mayOnlyBeAccessedByLayers("adapters", "bootstrap")
                .whereLayer("openai")
                .mayOnlyBeAccessedByLayers("adapters", "testkit")
                .whereLayer("spi")
                .mayOnlyBeAccessedByLayers("openai", "adapters", "testkit", "bootstrap");
    }
}
