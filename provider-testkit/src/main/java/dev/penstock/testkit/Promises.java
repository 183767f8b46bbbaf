package dev.penstock.testkit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// The promises of this kit that a contract test stands for, and how they are said.
final class Promises {
    private static final Pattern NEXT_WORD = Pattern
            .compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])");

    private Promises() {}

    /// By topic, in the order in which the contract puts its topics together; within a topic by name.
    static Map<Class<?>, List<Method>> of(Class<?> contractTest) {
        Set<Class<?>> topics = new LinkedHashSet<>();
        collect(contractTest, topics);
        Map<Class<?>, List<Method>> promises = new LinkedHashMap<>();
        for (Class<?> topic : topics) {
            List<Method> tests = Arrays.stream(topic.getDeclaredMethods())
                    .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                    .sorted(Comparator.comparing(Method::getName))
                    .toList();
            if (!tests.isEmpty()) {
                promises.put(topic, tests);
            }
        }
        return promises;
    }

    private static void collect(Class<?> type, Set<Class<?>> topics) {
        if (type.isInterface() && type.getPackage().equals(Promises.class.getPackage())) {
            topics.add(type);
        }
        for (Class<?> wider : type.getInterfaces()) {
            collect(wider, topics);
        }
        if (type.getSuperclass() != null) {
            collect(type.getSuperclass(), topics);
        }
    }

    /// `triesOnlyOnce` is said "tries only once".
    static String say(Method promise) {
        return displayed(promise, words(promise.getName()).toLowerCase(Locale.ROOT));
    }

    /// `UpstreamRequestContract` is said "Upstream request".
    static String say(Class<?> topic) {
        String words = words(topic.getSimpleName().replaceFirst("Contract$", "")).toLowerCase(Locale.ROOT);
        return displayed(topic, words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
    }

    private static String displayed(AnnotatedElement element, String otherwise) {
        DisplayName name = element.getAnnotation(DisplayName.class);
        return name == null ? otherwise : name.value();
    }

    private static String words(String name) {
        return String.join(" ", NEXT_WORD.split(name));
    }
}
