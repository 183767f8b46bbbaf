package dev.penstock.bootstrap.plugin;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.Interceptor.Mode;
import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.spi.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A folder of plug-ins, with providers to ask; looks at it when it is told to.
final class Bench implements AutoCloseable {
    static final String KEY = "sk-test-provider";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Path folder;
    private final List<Problem> problems = new ArrayList<>();
    private final DropIns dropIns;

    /// @param settings of all providers
    /// @param kinds one provider for each, of the same name
    Bench(Path folder, Map<String, String> settings, String... kinds) {
        this(folder, new Seatings(providers(settings, kinds), List.of(), List.of()));
    }

    /// @param folder of the plug-ins
    Bench(Path folder, Seatings seatings) {
        this.folder = folder;
        dropIns = DropIns.open(new PluginSettings(folder, Duration.ZERO),
                Set.of(new KindName(Role.PROVIDER, "demo")), seatings,
                new Connector(Clock.systemUTC(), "Penstock/test", _ -> Optional.empty(), PATIENCE), problems);
    }

    /// With an interceptor of the kind `odd`.
    static Bench intercepting(Path folder, Mode mode, Duration timeout, Map<String, String> settings) {
        Seating seating = new Seating(new KindName(Role.INTERCEPTOR, "odd"), "odd", "interceptors[0]",
                List.of(settings));
        return new Bench(folder, new Seatings(List.of(), List.of(),
                List.of(new Seatings.ForInterceptor(seating, mode, timeout, true, 0))));
    }

    /// With a usage recorder of the kind `odd`, and providers.
    static Bench recording(Path folder, Duration timeout, Map<String, String> settings, String... providers) {
        Seating seating = new Seating(new KindName(Role.USAGE_RECORDER, "odd"), "odd", "usage-recorders.odd",
                List.of(settings));
        return new Bench(folder, new Seatings(providers(Map.of(), providers),
                List.of(new Seatings.ForRecorder(seating, timeout)), List.of()));
    }

    private static List<Seating> providers(Map<String, String> settings, String... kinds) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("key", KEY);
        return List.of(kinds)
                .stream()
                .map(kind -> new Seating(new KindName(Role.PROVIDER, kind), kind, "providers." + kind,
                        List.of(all)))
                .toList();
    }

    DropIns dropIns() {
        return dropIns;
    }

    List<Problem> problems() {
        return problems;
    }

    /// Where a plug-in's jars go.
    Path at(String name) {
        return folder.resolve(name);
    }

    /// What a provider answers with, whole.
    String ask(String provider) {
        return ask(provider, "any").json().text();
    }

    ChatCompletion ask(String provider, String model) {
        return dropIns.ways(new ProviderId(provider))
                .getFirst()
                .chat()
                .complete(call(model, Duration.ofSeconds(20)));
    }

    static ChatCall call(String model, Duration time) {
        return new ChatCall("req_test",
                new ChatRequest(Optional.of(model), false, false,
                        new ChatBody(JsonText.of("{}"), List.of()), Map.of()),
                model, Deadline.in(time), TimeLimits.NONE, new Cancellation());
    }

    Interceptor interceptor() {
        return dropIns.interceptors().getFirst().interceptor();
    }

    UsageRecorder recorder() {
        return dropIns.recorders().getFirst();
    }

    static InterceptedRequest request(String body) {
        return new InterceptedRequest("req_1", Endpoint.CHAT_COMPLETIONS, Optional.empty(), false,
                JsonText.of(body), Map.of());
    }

    static UsageRecord line(String requestId) {
        return new UsageRecord(requestId, Instant.EPOCH, Optional.empty(), Optional.empty(), false, List.of(),
                Outcome.COMPLETED, Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty());
    }

    /// What is told of the one plug-in there is.
    String problem() {
        List<String> told = dropIns.plugins().stream().flatMap(status -> status.problems().stream()).toList();
        if (told.size() != 1) {
            throw new AssertionError("not one problem: " + told);
        }
        return told.getFirst();
    }

    @Override
    public void close() {
        dropIns.close();
    }
}
