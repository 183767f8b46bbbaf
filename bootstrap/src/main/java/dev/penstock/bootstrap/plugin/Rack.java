package dev.penstock.bootstrap.plugin;

import dev.penstock.adapter.http.PluginStatus;
import dev.penstock.bootstrap.plugin.PluginFolder.Print;
import dev.penstock.spi.Problem;
import dev.penstock.spi.SettingsException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What is loaded, and how it comes to be what lies in the folder.
///
/// Used by one thread at a time.
final class Rack {
    private static final System.Logger LOGGER = System.getLogger(Rack.class.getName());

    private final PluginFolder folder;
    private final Set<KindName> builtIn;
    private final Seats seats;
    private final Connector connector;
    private final PluginLoader loader;
    private final Map<String, DropIn> dropIns = new TreeMap<>();
    private final List<Problem> settingsProblems = new ArrayList<>();
    private boolean started;

    Rack(PluginFolder folder, Set<KindName> builtIn, Seats seats, Connector connector) {
        this.folder = folder;
        this.builtIn = builtIn;
        this.seats = seats;
        this.connector = connector;
        this.loader = new PluginLoader(connector.patience());
    }

    /// Loads and unloads what has changed.
    ///
    /// @param patient whether to wait until it has been the same twice
    void update(boolean patient) throws IOException {
        Map<String, Print> now = folder.look();
        now.keySet().forEach(name -> dropIns.computeIfAbsent(name, DropIn::new));
        List<DropIn> due = new ArrayList<>();
        for (DropIn dropIn : List.copyOf(dropIns.values())) {
            Print print = now.getOrDefault(dropIn.name(), Print.NOTHING);
            if (dropIn.isDue(print, patient)) {
                due.add(dropIn);
            }
        }
        due.stream().filter(dropIn -> !now.containsKey(dropIn.name())).forEach(this::remove);
        dropIns.values().removeIf(dropIn -> !now.containsKey(dropIn.name()) && dropIn.plugin().isEmpty());
        due.stream().filter(dropIn -> now.containsKey(dropIn.name())).forEach(this::load);
        started = true;
    }

    private void remove(DropIn dropIn) {
        dropIn.begin();
        Optional<LoadedPlugin> before = dropIn.plugin();
        dropIn.becomes(Optional.empty(), List.of());
        before.ifPresent(plugin -> {
            seats.take(plugin.kinds(), List.of());
            plugin.letGo();
            LOGGER.log(Level.INFO, "plug-in {0} is removed", plugin);
            othersMayTry();
        });
    }

    /// Somebody has given up kinds.
    private void othersMayTry() {
        dropIns.values().stream().filter(DropIn::clashes).forEach(DropIn::again);
    }

    private void load(DropIn dropIn) {
        if (dropIn.begin().loose()) {
            fail(dropIn, "lies beside the folders; give it one of its own", false);
            return;
        }
        try {
            connect(dropIn, loader.load(dropIn.name(), folder.jars(dropIn.name()), taken(dropIn)));
        } catch (PluginException e) {
            fail(dropIn, String.valueOf(e.getMessage()), e.isClash());
        } catch (IOException e) {
            fail(dropIn, "its folder cannot be read: " + PluginLoader.reason(e), false);
        } catch (RuntimeException | Error e) { // one folder, whatever is wrong with it, must not keep the others from being loaded
            LOGGER.log(Level.ERROR, "plug-in " + dropIn.name() + " met a defect in the gateway", e);
            fail(dropIn, "it met a defect in the gateway: " + PluginLoader.reason(e), false);
        }
    }

    private void connect(DropIn dropIn, LoadedPlugin next) {
        List<Prepared<?>> prepared = new ArrayList<>();
        boolean used = false;
        try {
            List<String> problems = connect(next, prepared);
            used = problems.isEmpty() || dropIn.plugin().isEmpty();
            if (used) {
                replace(dropIn, next, prepared, problems);
            } else {
                fail(dropIn, String.join("; ", problems), false);
            }
        } finally {
            if (!used) {
                prepared.forEach(Prepared::discard);
                next.letGo();
            }
        }
    }

    private List<String> connect(LoadedPlugin next, List<Prepared<?>> prepared) {
        List<String> problems = new ArrayList<>();
        for (LoadedPlugin.Kind kind : next.kinds()) {
            for (Seat<?> seat : seats.of(kind.name())) {
                try {
                    prepared.add(connector.connect(next, kind, seat));
                } catch (SettingsException e) {
                    if (started) {
                        problems.add(seat.redact(String.valueOf(e.getMessage())));
                    } else {
                        e.problems()
                                .stream()
                                .map(one -> new Problem(one.path(), seat.redact(one.message())))
                                .forEach(settingsProblems::add);
                    }
                } catch (PluginException e) {
                    problems.add(seat.seating().path() + " cannot be connected: "
                            + seat.redact(String.valueOf(e.getMessage())));
                } catch (NoThreadException e) {
                    problems.add(seat.seating().path() + " cannot be connected: " + e.getMessage());
                }
            }
        }
        return problems;
    }

    private void replace(DropIn dropIn, LoadedPlugin next, List<Prepared<?>> prepared,
            List<String> problems) {
        Optional<LoadedPlugin> before = dropIn.plugin();
        List<LoadedPlugin.Kind> kinds = new ArrayList<>(before.map(LoadedPlugin::kinds).orElse(List.of()));
        kinds.addAll(next.kinds());
        dropIn.becomes(Optional.of(next), problems);
        seats.take(kinds, prepared);
        LOGGER.log(Level.INFO, "plug-in {0} is loaded: {1}", next,
                String.join(", ", next.kinds().stream().map(kind -> kind.name().word()).toList()));
        problems.forEach(problem -> warn(dropIn, problem));
        before.ifPresent(plugin -> {
            plugin.letGo();
            othersMayTry();
        });
    }

    private static void fail(DropIn dropIn, String why, boolean clash) {
        String told = dropIn.plugin()
                .map(old -> "what lies in the folder now is not used, "
                        + (old.version().isEmpty() ? "what was there" : old.version()) + " goes on: " + why)
                .orElse(why);
        dropIn.failed(List.of(told), clash);
        warn(dropIn, told);
    }

    private static void warn(DropIn dropIn, String problem) {
        LOGGER.log(Level.WARNING, "plug-in {0}: {1}", dropIn.name(), problem);
    }

    /// Who has which kind, but for one.
    private Map<KindName, String> taken(DropIn besides) {
        Map<KindName, String> taken = new HashMap<>();
        builtIn.forEach(kind -> taken.put(kind, "the gateway itself"));
        for (DropIn other : dropIns.values()) {
            if (other != besides) {
                other.plugin()
                        .map(LoadedPlugin::kinds)
                        .orElse(List.of())
                        .forEach(kind -> taken.put(kind.name(),
                                "the plug-in in the folder '" + other.name() + "'"));
            }
        }
        return taken;
    }

    /// Has them tried with the next update.
    void tryFailedAgain() {
        dropIns.values().stream().filter(dropIn -> !dropIn.problems().isEmpty()).forEach(DropIn::again);
    }

    /// What was wrong with settings of providers at the first update; later it is the plug-ins' problem.
    List<Problem> settingsProblems() {
        return List.copyOf(settingsProblems);
    }

    /// By name.
    List<PluginStatus> statuses() {
        return dropIns.values().stream().map(DropIn::status).toList();
    }

    List<LoadedPlugin> loaded() {
        return dropIns.values().stream().flatMap(dropIn -> dropIn.plugin().stream()).toList();
    }

    /// Unloads everything.
    void clear() {
        loaded().forEach(plugin -> {
            seats.take(plugin.kinds(), List.of());
            plugin.letGo();
        });
        dropIns.clear();
    }
}
