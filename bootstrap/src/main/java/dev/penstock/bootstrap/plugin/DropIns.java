package dev.penstock.bootstrap.plugin;

import dev.penstock.adapter.http.PluginAdmin;
import dev.penstock.adapter.http.PluginStatus;
import dev.penstock.application.Interceptors;
import dev.penstock.application.Way;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.spi.DidYouMean;
import dev.penstock.spi.Problem;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The plug-ins that were dropped into their folder, and what is configured and made by them. Loaded from [#open],
/// kept up with the folder from [#watch], gone with [#close()].
///
/// Safe for concurrent use.
public final class DropIns implements PluginAdmin, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(DropIns.class.getName());
    private static final Duration LAST_MOMENT = Duration.ofSeconds(2);

    private final PluginSettings settings;
    private final Set<KindName> builtIn;
    private final SeatPlan plan;
    private final Seats seats;
    private final Rack rack;
    private final ReentrantLock change = new ReentrantLock();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread watch = Thread.ofPlatform()
            .name("plug-in watch")
            .daemon()
            .unstarted(this::keepLooking);
    private volatile List<PluginStatus> statuses = List.of();
    private volatile Set<KindName> loadedKinds = Set.of();

    private DropIns(PluginSettings settings, Set<KindName> builtIn, SeatPlan plan, Seats seats,
            Rack rack) {
        this.settings = settings;
        this.builtIn = Set.copyOf(builtIn);
        this.plan = plan;
        this.seats = seats;
        this.rack = rack;
    }

    /// Loads what is there, and connects what is configured, which contacts nobody.
    ///
    /// @param builtIn the kinds that nobody else may have
    /// @param seatings what is of other kinds
    /// @param problems gets what is wrong with their settings
    public static DropIns open(PluginSettings settings, Set<KindName> builtIn, Seatings seatings,
            Connector connector, List<Problem> problems) {
        SeatPlan plan = new SeatPlan(seatings);
        Seats seats = plan.all();
        Rack rack = new Rack(new PluginFolder(settings.folder()), builtIn, seats, connector);
        DropIns dropIns = new DropIns(settings, builtIn, plan, seats, rack);
        dropIns.look(false);
        problems.addAll(rack.settingsProblems());
        return dropIns;
    }

    /// Keeps up with the folder from now on. Call it once.
    ///
    /// @param renewed hears of every provider that somebody else answers for from now on
    public void watch(Consumer<ProviderId> renewed) {
        seats.onRenewal(seating -> {
            if (seating.kind().role() == Role.PROVIDER) {
                renewed.accept(new ProviderId(seating.name()));
            }
        });
        if (!settings.watch().isZero()) {
            watch.start();
        }
    }

    /// False if the folder is no longer watched, although it should be.
    public boolean isWatching() {
        return stopped.getCount() == 0 || watch.getState() != Thread.State.TERMINATED;
    }

    private void keepLooking() {
        boolean over = false;
        while (!over) {
            try {
                over = stopped.await(settings.watch().toNanos(), TimeUnit.NANOSECONDS);
                look(true);
            } catch (InterruptedException | RuntimeException | Error _) {
                // not even a log line could be written; only the close ends this
            }
        }
    }

    private void look(boolean patient) {
        change.lock();
        try {
            if (stopped.getCount() > 0) {
                rack.update(patient);
                statuses = rack.statuses();
                loadedKinds = rack.loaded()
                        .stream()
                        .flatMap(plugin -> plugin.kinds().stream())
                        .map(LoadedPlugin.Kind::name)
                        .collect(Collectors.toSet());
            }
        } catch (IOException | RuntimeException | Error e) { // the next look may fare better
            LOGGER.log(Level.WARNING, "the plug-ins' folder cannot be read: {0}", PluginLoader.reason(e));
        } finally {
            change.unlock();
        }
    }

    @Override
    public List<PluginStatus> plugins() {
        return statuses;
    }

    @Override
    public List<PluginStatus> reload() {
        change.lock();
        try {
            rack.tryFailedAgain();
            look(false);
        } finally {
            change.unlock();
        }
        return statuses;
    }

    /// Whether that provider is one of these.
    public boolean has(ProviderId id) {
        return plan.has(id);
    }

    /// The provider's ways, one for each key; each stays the same whatever is loaded.
    public List<Way> ways(ProviderId id) {
        return plan.provider(id).ways();
    }

    public ModelCatalog catalog(ProviderId id) {
        return plan.provider(id)::models;
    }

    /// Where the provider's answers come from now, for people.
    public String target(ProviderId id) {
        return plan.provider(id).target();
    }

    /// The configured usage recorders; each stays the same whatever is loaded.
    public List<UsageRecorder> recorders() {
        return plan.recorders();
    }

    /// The configured interceptors in their order; each stays the same whatever is loaded.
    public List<Interceptors.Named> interceptors() {
        return plan.interceptors();
    }

    /// What does not work, in one line each.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (PluginStatus status : statuses) {
            status.problems().forEach(problem -> warnings.add("plug-in " + status.name() + ": " + problem));
        }
        warnings.addAll(concerns());
        return warnings;
    }

    @Override
    public List<String> concerns() {
        Set<KindName> kinds = new HashSet<>(builtIn);
        kinds.addAll(loadedKinds);
        List<String> concerns = new ArrayList<>();
        for (Seating seating : seats.vacant()) {
            if (!kinds.contains(seating.kind())) {
                concerns.add(seating.path() + ": no plug-in of the kind '" + seating.kind() + "' is loaded"
                        + DidYouMean.hint(seating.kind().word(), words(kinds, seating.kind().role())));
            }
        }
        concerns.addAll(seats.stuck());
        return concerns;
    }

    private static Set<String> words(Set<KindName> kinds, Role role) {
        return kinds.stream()
                .filter(kind -> kind.role() == role)
                .map(KindName::word)
                .collect(Collectors.toSet());
    }

    /// For tests that look whether anything is left.
    List<LoadedPlugin> loaded() {
        return rack.loaded();
    }

    /// Unloads everything. What still runs has a moment to end.
    @Override
    public void close() {
        stopped.countDown();
        change.lock();
        try {
            List<LoadedPlugin> all = rack.loaded();
            rack.clear();
            long end = System.nanoTime() + LAST_MOMENT.toNanos();
            for (LoadedPlugin plugin : all) {
                plugin.awaitEnd(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            change.unlock();
        }
    }
}
