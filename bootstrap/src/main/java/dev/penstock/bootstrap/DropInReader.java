package dev.penstock.bootstrap;

import dev.penstock.bootstrap.plugin.KindName;
import dev.penstock.bootstrap.plugin.PluginSettings;
import dev.penstock.bootstrap.plugin.Role;
import dev.penstock.bootstrap.plugin.Seating;
import dev.penstock.bootstrap.plugin.Seatings.ForInterceptor;
import dev.penstock.bootstrap.plugin.Seatings.ForRecorder;
import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The sections `plugins`, `usage-recorders` and `interceptors`.
final class DropInReader {
    private static final String FOLDER = "plugins";
    private static final Duration WATCH = Duration.ofMillis(500);
    private static final Duration RECORDER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration INTERCEPTOR_TIMEOUT = Duration.ofSeconds(1);
    private static final int ANSWER_LIMIT = 256 * 1024;

    private final ConfigFile file;
    private final Environment environment;
    private final List<Problem> problems;

    /// @param problems gets what is wrong
    DropInReader(ConfigFile file, Environment environment, List<Problem> problems) {
        this.file = file;
        this.environment = environment;
        this.problems = problems;
    }

    DropInConfig read(Path workingDirectory) {
        OverriddenSettings own = own("plugins", file.section("plugins"));
        PluginSettings settings = new PluginSettings(
                workingDirectory.resolve(own.settings().text("folder").orElse(FOLDER)),
                own.settings().pause("watch", WATCH));
        problems.addAll(own.problems());
        List<ForRecorder> recorders = new ArrayList<>();
        file.sections("usage-recorders")
                .forEach((name, values) -> recorders.add(recorder(name, values)));
        List<ForInterceptor> interceptors = new ArrayList<>();
        List<Map<String, String>> items = file.items("interceptors");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            interceptor("interceptors[" + i + "]", items.get(i), names).ifPresent(interceptors::add);
        }
        if (!settings.used()) {
            recorders.forEach(one -> nobodyCanMake(one.seating(), settings));
            interceptors.forEach(one -> nobodyCanMake(one.seating(), settings));
        }
        return new DropInConfig(settings, recorders, interceptors);
    }

    private void nobodyCanMake(Seating seating, PluginSettings settings) {
        problems.add(new Problem(seating.path(), "only a plug-in can make " + seating.kind().role().word()
                + "s, and there is no folder " + settings.folder() + " for any"));
    }

    private ForRecorder recorder(String name, Map<String, String> values) {
        String path = "usage-recorders." + name;
        Map<String, String> plugIns = new HashMap<>(values);
        OverriddenSettings own = taken(path, plugIns, "kind", "timeout");
        checkName(path, name);
        Duration timeout = own.settings().duration("timeout", RECORDER_TIMEOUT);
        Seating seating = seating(Role.USAGE_RECORDER, name, path, own.settings(), plugIns);
        problems.addAll(own.problems());
        return new ForRecorder(seating, timeout);
    }

    private Optional<ForInterceptor> interceptor(String path, Map<String, String> values, Set<String> names) {
        Map<String, String> plugIns = new HashMap<>(values);
        OverriddenSettings own = taken(path, plugIns, "name", "kind", "mode", "timeout", "on-failure",
                "answer-limit");
        Settings settings = own.settings();
        String name = settings.text("name").orElse("");
        checkName(path + ".name", name);
        if (!name.isEmpty() && !names.add(name)) {
            settings.reject("name", "'" + name + "' is another interceptor's name, too");
        }
        Optional<Interceptor.Mode> mode = mode(settings);
        boolean observes = mode.filter(Interceptor.Mode.OBSERVE::equals).isPresent();
        boolean needed = (observes && settings.text("on-failure").isEmpty())
                || settings.choice("on-failure", Set.of("refuse", "pass"), "refuse").equals("refuse");
        if (observes && settings.text("on-failure").isPresent()) {
            settings.reject("on-failure", "does nothing for one that only observes; leave it out");
        }
        int kept = settings.text("answer-limit").filter("0"::equals).isPresent()
                ? 0
                : (int) Sizes.read(settings, "answer-limit", ANSWER_LIMIT);
        if (mode.isPresent() && !observes && settings.text("answer-limit").isPresent()) {
            settings.reject("answer-limit", "does nothing for one that sees no answers; leave it out");
        }
        Duration timeout = settings.duration("timeout", INTERCEPTOR_TIMEOUT);
        Seating seating = seating(Role.INTERCEPTOR, name, path, settings, plugIns);
        problems.addAll(own.problems());
        return mode.map(known -> new ForInterceptor(seating, known, timeout, needed, kept));
    }

    private static Optional<Interceptor.Mode> mode(Settings settings) {
        String modes = "observe, edit or refuse: what this interceptor may do";
        Optional<String> word = settings.text("mode");
        Optional<Interceptor.Mode> mode = word.flatMap(Interceptor.Mode::of);
        if (mode.isEmpty()) {
            settings.reject("mode",
                    word.map(text -> "'" + text + "' is not ").orElse("missing; give ") + modes);
        }
        return mode;
    }

    private static Seating seating(Role role, String name, String path, Settings own,
            Map<String, String> plugIns) {
        String kind = own.text("kind").orElse(name);
        return new Seating(new KindName(role, kind), name, path, List.of(plugIns));
    }

    private void checkName(String path, String name) {
        if (!ProviderId.isWellFormed(name)) {
            problems.add(new Problem(path, name.isEmpty()
                    ? "missing; give it a name"
                    : "'" + name + "' is no name: lower-case letters, digits and dashes, a letter first"));
        }
    }

    /// Takes out of the settings what is the gateway's business and not the plug-in's.
    private OverriddenSettings taken(String path, Map<String, String> values, String... names) {
        Map<String, String> own = new TreeMap<>();
        for (String name : names) {
            Optional.ofNullable(values.remove(name)).ifPresent(value -> own.put(name, value));
        }
        return own(path, own);
    }

    private OverriddenSettings own(String path, Map<String, String> values) {
        return OverriddenSettings.of(path, values, Map.of(), environment);
    }
}
