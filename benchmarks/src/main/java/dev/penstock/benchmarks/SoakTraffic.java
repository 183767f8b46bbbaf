package dev.penstock.benchmarks;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;

/// Clients of all sorts that ask without end, but for pauses in which nothing is under way.
final class SoakTraffic {
    private static final int CLIENTS = 48;
    private static final String[] MODELS = {"alone", "pair", "pair", "held", "shared", "well/m"};

    private final int port;
    private final ReentrantReadWriteLock running = new ReentrantReadWriteLock(true);
    private final Map<SoakClient.Seen, LongAdder> seen = new ConcurrentHashMap<>();
    private volatile boolean over;

    SoakTraffic(int port) {
        this.port = port;
    }

    void start() {
        for (int i = 0; i < CLIENTS; i++) {
            Thread.ofVirtual().name("client").start(this::askOn);
        }
    }

    /// Waits until every request has ended, and lets none begin before `action` has.
    <T> T paused(Measurement<T> action) throws IOException, InterruptedException {
        running.writeLock().lock();
        try {
            return action.take();
        } finally {
            running.writeLock().unlock();
        }
    }

    /// Ends with the requests that are under way.
    void stop() throws IOException, InterruptedException {
        over = true;
        paused(() -> true);
    }

    long count(SoakClient.Seen what) {
        LongAdder counted = seen.get(what);
        return counted == null ? 0 : counted.sum();
    }

    /// Something that is looked at while nothing moves.
    interface Measurement<T> {
        T take() throws IOException, InterruptedException;
    }

    private void askOn() {
        while (!over) {
            running.readLock().lock();
            try {
                if (!over) {
                    seen.computeIfAbsent(ask(), _ -> new LongAdder()).increment();
                }
            } finally {
                running.readLock().unlock();
            }
        }
    }

    private SoakClient.Seen ask() {
        RandomGenerator random = ThreadLocalRandom.current();
        int prompt = random.nextInt(50) == 0 ? 2_000_000 : random.nextInt(20_000);
        String body = Bodies.request(random.nextInt(3) == 0 ? "whole" : "stream", prompt)
                .replace("bench/qwen3-max", MODELS[random.nextInt(MODELS.length)]);
        try {
            return SoakClient.ask(port, body, random.nextInt(6) == 0);
        } catch (IOException e) {
            System.out.println("a client could not make out its answer: " + e);
            return SoakClient.Seen.LIE;
        }
    }
}
