package dev.penstock.application;

import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.RequestObserver;
import java.util.List;
import java.util.Objects;

/// The gateway's interceptors, in the order in which requests pass them; it stands here and nowhere else.
public final class Interceptors implements AutoCloseable {
    private final List<Named> all;
    private final Observations observations;

    /// One of them, with what the gateway's people have said of it.
    ///
    /// @param needed whether no request may pass without it; without meaning for those that only observe
    /// @param kept how much of an answer is kept for it, in bytes from 0 up; without meaning for those that see none
    public record Named(String name, Interceptor interceptor, boolean needed, int kept) {
        public Named {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(interceptor, "interceptor");
        }
    }

    /// @param all the first one first
    /// @param mostBytes how much of requests and answers may be kept at a time for those that observe
    public Interceptors(List<Named> all, long mostBytes) {
        this.all = List.copyOf(all);
        this.observations = new Observations(mostBytes);
    }

    /// Begins the way of one request, which has to be closed when the request is over.
    public Interception begin() {
        return new Interception(all, observations);
    }

    /// The same without the interceptors that observe, for what is not an entry of the ledger.
    public Interception beginUnobserved() {
        return new Interception(
                all.stream().filter(named -> !(named.interceptor() instanceof RequestObserver)).toList(),
                observations);
    }

    /// The way of a request that no upstream gets: no interceptor sees it.
    public Interception beginIdle() {
        return new Interception(List.of(), observations);
    }

    /// Those that observe have a moment to hear the rest.
    @Override
    public void close() {
        observations.close();
    }
}
