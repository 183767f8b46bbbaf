package dev.penstock.testkit;

import dev.penstock.spi.Capability;
import dev.penstock.spi.InterceptorPlugin;
import dev.penstock.spi.Plugin;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.UsageRecorderPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.ReflectionSupport;

/// The report on one contract test, in words for people who have not read the tests.
final class ContractPage {
    private ContractPage() {}

    static String of(ContractRun run) {
        Plugin plugin = ((PluginUnderTest) ReflectionSupport.newInstance(run.contractTest()))
                .plugin();
        Map<Class<?>, List<Method>> promises = Promises.of(run.contractTest());
        StringBuilder page = new StringBuilder(256);
        page.append("# The contract of `%s`\n\n| | |\n| --- | --- |\n".formatted(plugin.kind()));
        line(page, "plug-in", "`" + plugin.getClass().getName() + "`");
        switch (plugin) {
            case ProviderPlugin provider -> line(page, "capabilities", capabilities(provider));
            case InterceptorPlugin interceptor -> line(page, "mode", interceptor.mode().word());
            case UsageRecorderPlugin _ -> line(page, "role", "usage recorder");
        }
        line(page, "built for", "version " + plugin.spiVersion() + " of the plug-in interface");
        line(page, "contract test",
                "`" + run.contractTest().getName() + "`, with provider-testkit " + version());
        line(page, "result", "**" + result(run, promises) + "**");
        promises.forEach((topic, tests) -> {
            page.append("\n## %s\n\n".formatted(Promises.say(topic)));
            tests.forEach(test -> promise(page, run, test));
        });
        return page.toString();
    }

    private static void promise(StringBuilder page, ContractRun run, Method test) {
        Fate fate = run.fate(test);
        page.append("- %s: %s\n".formatted(fate.word(), Promises.say(test)));
        if (fate == Fate.BROKEN && !run.verdict(test).isEmpty()) {
            page.append("  - `%s`\n".formatted(run.verdict(test)));
        }
    }

    private static void line(StringBuilder page, String name, String value) {
        page.append("| %s | %s |\n".formatted(name, value));
    }

    private static String capabilities(ProviderPlugin plugin) {
        String claimed = plugin.capabilities()
                .stream()
                .sorted()
                .map(Capability::name)
                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return claimed.isEmpty() ? "none beyond chats in words" : claimed;
    }

    private static String result(ContractRun run, Map<Class<?>, List<Method>> promises) {
        Map<Fate, Integer> count = new EnumMap<>(Fate.class);
        promises.values()
                .forEach(tests -> tests.forEach(test -> count.merge(run.fate(test), 1, Integer::sum)));
        int all = count.values().stream().mapToInt(Integer::intValue).sum();
        int kept = count.getOrDefault(Fate.KEPT, 0);
        if (kept == all) {
            return "all " + all + " promises kept";
        }
        count.remove(Fate.KEPT);
        return kept + " of " + all + " promises kept; " + count.entrySet()
                .stream()
                .map(fate -> fate.getValue() + " " + fate.getKey().word().replace("*", ""))
                .collect(Collectors.joining(", "));
    }

    private static String version() {
        try (InputStream text = ContractPage.class.getResourceAsStream("version.txt")) {
            if (text == null) {
                throw new IllegalStateException("version.txt is not beside this class");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
