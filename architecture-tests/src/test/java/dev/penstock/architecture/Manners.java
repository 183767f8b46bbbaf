package dev.penstock.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.Temporal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;

/// How classes are written, whoever knows them.
final class Manners {
    /// The classes that write or read stamps. All others measure time with a Ticker or System.nanoTime.
    private static final Set<String> STAMPING = Set.of("AnthropicChat", "DemoModel", "ClientConnection",
            "ProviderHealth", "Explain", "UpstreamCalls", "RetryAfter", "LineUsageRecorder");

    private Manners() {}

    /// The rules by name, for the packages below `base`.
    static Map<String, ArchRule> of(String base) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("the domain is immutable, but for the one thing that happens",
                fields().that()
                        .areDeclaredInClassesThat()
                        .resideInAPackage(base + ".domain..")
                        .and()
                        .areDeclaredInClassesThat()
                        .doNotHaveSimpleName("Cancellation")
                        .should()
                        .beFinal());
        rules.put("the domain has two exceptions",
                noClasses().that()
                        .resideInAPackage(base + ".domain..")
                        .and()
                        .doNotHaveSimpleName("RefusedException")
                        .and()
                        .doNotHaveSimpleName("UpstreamException")
                        .should()
                        .beAssignableTo(Throwable.class));
        rules.put("ports are interfaces of the domain",
                classes().that()
                        .haveSimpleNameEndingWith("Port")
                        .should()
                        .beInterfaces()
                        .andShould()
                        .resideInAPackage(base + ".domain.port"));
        rules.put("there are no drawers for anything",
                noClasses().should()
                        .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Dto)")
                        .orShould()
                        .haveSimpleNameStartingWith("Abstract"));
        rules.put("classes are final, sealed or values",
                classes().that()
                        .areTopLevelClasses()
                        .and()
                        .areNotInterfaces()
                        .and()
                        .areNotEnums()
                        .and()
                        .doNotHaveSimpleName("package-info")
                        .should()
                        .haveModifier(JavaModifier.FINAL)
                        .orShould()
                        .haveModifier(JavaModifier.ABSTRACT));
        rules.put("every package is null-marked", classes().should(liveInANullMarkedPackage()));
        rules.put("no generic exceptions are thrown",
                GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
        rules.put("nobody writes to the standard streams",
                noClasses().should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
        rules.put("the clock is handed in",
                noClasses().that()
                        .resideOutsideOfPackages(base + ".bootstrap..", base + ".testkit..")
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(Clock.class, "systemUTC"));
        rules.put("durations and time-outs do not go by the wall clock",
                noClasses().that(DescribedPredicate.not(areNamed(STAMPING)))
                        .should()
                        .callMethodWhere(readsAWallClock())
                        .orShould()
                        .callMethod(Duration.class, "between", Temporal.class, Temporal.class));
        rules.put("only the bootstrap looks at the process's surroundings",
                noClasses().that()
                        .resideOutsideOfPackage(base + ".bootstrap..")
                        .should()
                        .callMethod(System.class, "getenv")
                        .orShould()
                        .callMethod(System.class, "getenv", String.class)
                        .orShould()
                        .callMethod(System.class, "getProperty", String.class)
                        .orShould()
                        .callMethod(System.class, "getProperty", String.class, String.class));
        rules.put("nothing hides in threads",
                noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class));
        rules.put("no method is synchronized", noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED));
        rules.put("nobody sleeps but the watchman",
                noClasses().that()
                        .resideOutsideOfPackage(base + ".adapter.http..")
                        .should()
                        .callMethod(Thread.class, "sleep", long.class)
                        .orShould()
                        .callMethod(Thread.class, "sleep", java.time.Duration.class));
        rules.put("calls block, and promise nothing",
                methods().that()
                        .arePublic()
                        .should()
                        .notHaveRawReturnType(DescribedPredicate.describe("a future or a publisher",
                                type -> type.isAssignableTo(CompletableFuture.class)
                                        || type.getName().startsWith("java.util.concurrent.Flow"))));
        return rules;
    }

    private static DescribedPredicate<JavaClass> areNamed(Set<String> names) {
        return DescribedPredicate.describe("are named " + names,
                type -> names.contains(type.getSimpleName()));
    }

    private static DescribedPredicate<JavaMethodCall> readsAWallClock() {
        return DescribedPredicate.describe("a wall clock is read",
                call -> call.getTargetOwner().isAssignableTo(InstantSource.class)
                        && Set.of("instant", "millis").contains(call.getName()));
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked,
                        type.getPackageName() + (marked ? " is" : " is not") + " null-marked"));
            }
        };
    }
}
