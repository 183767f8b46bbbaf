package dev.penstock.bootstrap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/// Writes the log to standard error on a thread of its own: the platform's console handler blocks every thread that logs while
/// standard error is not read. Lines are dropped while the queue is full; their number is logged afterwards.
///
/// For the logging API, by its name in `logging.properties`. Safe for concurrent use.
public final class StandardErrorHandler extends Handler {
    private static final int QUEUED_LINES = 1024;
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);
    private static final String END = "";

    private final OutputStream out;
    private final BlockingQueue<String> lines;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    /// Writes to the standard error of the process.
    public StandardErrorHandler() {
        this(new FileOutputStream(FileDescriptor.err), QUEUED_LINES);
    }

    /// @param out stays open
    StandardErrorHandler(OutputStream out, int capacity) {
        this.out = out;
        this.lines = new ArrayBlockingQueue<>(capacity);
        setFormatter(new SimpleFormatter());
        this.writer = Thread.ofPlatform().name("log-writer").daemon().start(this::writeAll);
    }

    @Override
    public void publish(LogRecord logged) {
        if (!isLoggable(logged)) {
            return;
        }
        String line;
        try {
            line = getFormatter().format(logged);
        } catch (RuntimeException e) { // as the handlers of the platform do
            reportError(null, e, ErrorManager.FORMAT_FAILURE);
            return;
        }
        if (!line.isEmpty() && !lines.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    private void writeAll() {
        boolean open = true;
        while (open) {
            try {
                open = writeNext();
            } catch (InterruptedException _) {
                open = false; // closed without time for the rest
            } catch (RuntimeException | Error _) {
                // no memory for this line; the next one may be shorter
            }
        }
    }

    private boolean writeNext() throws InterruptedException {
        String line = lines.take();
        if (line.equals(END)) {
            return false;
        }
        write(line);
        long missing = dropped.getAndSet(0);
        if (missing > 0) {
            write("(" + missing + " log lines were dropped here: standard error was not read)\n");
        }
        return true;
    }

    private void write(String line) {
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // standard error is closed: there is no other place to report it
        }
    }

    /// Lines are never kept back.
    @Override
    public void flush() {}

    /// Blocks until the lines are written, a second at most.
    @Override
    public void close() {
        if (!writer.isAlive()) {
            return;
        }
        try {
            if (!lines.offer(END) || !writer.join(LAST_MOMENT)) {
                writer.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
