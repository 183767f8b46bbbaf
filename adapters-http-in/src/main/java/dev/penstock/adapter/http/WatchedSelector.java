package dev.penstock.adapter.http;

import dev.penstock.domain.time.Ticker;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts a [ClientConnection] between each socket and the server's HTTP/1.1 connection.
final class WatchedSelector implements ServerConnectionSelector {
    private final ServerConnectionSelector http1;
    private final InstantSource clock;
    private final Ticker ticker;
    private final ListenerSettings settings;
    private final ConnectionWatchdog watchdog;

    WatchedSelector(ServerConnectionSelector http1, InstantSource clock, Ticker ticker,
            ListenerSettings settings, ConnectionWatchdog watchdog) {
        this.http1 = http1;
        this.clock = clock;
        this.ticker = ticker;
        this.settings = settings;
        this.watchdog = watchdog;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        ClientConnection client = new ClientConnection(context.serverSocket(), clock, ticker, settings);
        DataReader original = context.dataReader();
        DataReader reader = DataReader.create(() -> original.available() > 0
                ? original.readBytes(original.available())
                : nullable(client.get()));
        watchdog.add(client);
        return new Watched(http1.connection(new WatchedContext(context, reader,
                new WatchedWriter(context.dataWriter(), client))), client);
    }

    /// The server takes null for the end of the stream, and is not annotated.
    @SuppressWarnings("NullAway")
    private static byte[] nullable(byte @Nullable [] bytes) {
        return bytes;
    }

    private final class Watched implements ServerConnection, InterruptableTask<Void> {
        private final ServerConnection connection;
        private final ClientConnection client;

        Watched(ServerConnection connection, ClientConnection client) {
            this.connection = connection;
            this.client = client;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                ScopedValue.where(ClientConnection.CURRENT, client)
                        .<@Nullable Void, InterruptedException>call(() -> {
                            connection.handle(limit);
                            return null;
                        });
            } finally {
                watchdog.remove(client);
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return connection instanceof InterruptableTask<?> task && task.canInterrupt();
        }
    }
}
