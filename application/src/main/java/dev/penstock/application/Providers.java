package dev.penstock.application;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.time.Ticker;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The connected providers, and all that is known of how they are doing.
///
/// Safe for concurrent use.
public final class Providers {
    /// A provider as the application needs it.
    ///
    /// @param ways one to the upstream for each of the provider's keys, never empty
    /// @param catalog empty if the provider does not tell its models
    public record Connected(ProviderId id, List<Way> ways, Optional<ModelCatalog> catalog,
            ConcurrencySettings concurrency) {
        public Connected {
            Objects.requireNonNull(id, "id");
            ways = List.copyOf(ways);
            Objects.requireNonNull(catalog, "catalog");
            Objects.requireNonNull(concurrency, "concurrency");
        }
    }

    /// A provider with what the gateway keeps about it.
    record Known(Connected connected, KeyPool keys, Slots slots, ProviderHealth health) {
        ProviderId id() {
            return connected.id();
        }

        /// Whether that can be asked for here at all; one key is like another in this.
        boolean serves(Kind kind) {
            return kind.servedBy(connected.ways().getFirst());
        }

        /// Whether its plug-in is there; one key is like another in this, too.
        boolean loaded() {
            return !connected.ways().getFirst().vacant();
        }
    }

    private final Map<ProviderId, Known> known = new LinkedHashMap<>();
    private final Circuits circuits;

    /// @param clock stamps what happened
    /// @param ticker measures rests and open circuits
    public Providers(List<Connected> providers, CircuitSettings circuitSettings,
            InstantSource clock, Ticker ticker) {
        this.circuits = new Circuits(circuitSettings, ticker);
        for (Connected provider : providers) {
            KeyPool keys = new KeyPool(provider.ways());
            Slots slots = new Slots(provider.concurrency());
            ProviderHealth health = new ProviderHealth(provider.id(), clock, ticker, keys, slots, circuits);
            if (known.put(provider.id(), new Known(provider, keys, slots, health)) != null) {
                throw new IllegalArgumentException("two providers are called " + provider.id());
            }
        }
    }

    /// In the order of the configuration.
    public Set<ProviderId> ids() {
        return known.keySet();
    }

    /// Whether any of them speaks that API itself.
    public boolean relay(ClientApi api) {
        for (Known one : known.values()) {
            for (Way way : one.connected().ways()) {
                if (way.relay(api).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// In the order of the configuration.
    public List<ProviderHealth> health() {
        return known.values().stream().map(Known::health).toList();
    }

    List<Connected> all() {
        return known.values().stream().map(Known::connected).toList();
    }

    Known get(ProviderId id) {
        Known found = known.get(id);
        if (found == null) {
            throw new IllegalArgumentException("a route names " + id + ", which is not connected");
        }
        return found;
    }

    /// What answers for that provider from now on is another one: what was held against the one before is forgotten.
    public void renewed(ProviderId id) {
        circuits.forget(id);
    }

    Circuits circuits() {
        return circuits;
    }
}
