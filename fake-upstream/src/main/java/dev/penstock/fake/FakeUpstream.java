package dev.penstock.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A pretend upstream on loopback, over real sockets and hand-written HTTP/1.1, so that each fault can be played exactly.
///
/// Takes any method and path. Safe for concurrent use; one request at a time per connection.
public final class FakeUpstream implements AutoCloseable {
    private final ServerSocket server;
    private final Thread acceptor;
    private final RequestLog log = new RequestLog();
    private final Playlist playlist = new Playlist();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private final Set<Connection> connections = new HashSet<>();
    private int accepted;
    private boolean closed;

    private FakeUpstream(ServerSocket server) {
        this.server = server;
        this.acceptor = Thread.ofVirtual().name("fake-upstream-accept").unstarted(this::accept);
    }

    /// Listens on 127.0.0.1, on a port of the system's choice.
    public static FakeUpstream start() {
        try {
            var upstream = new FakeUpstream(new ServerSocket(0, 1024, InetAddress.ofLiteral("127.0.0.1")));
            upstream.acceptor.start();
            return upstream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    public int port() {
        return server.getLocalPort();
    }

    /// From now on answers every request so.
    public FakeUpstream answer(Reply reply) {
        playlist.stand(reply);
        return this;
    }

    /// From now on answers every request by what `script` makes of it; the script may be called by many threads at once.
    /// A reply made here cannot be an early one.
    public FakeUpstream answerWith(Function<ReceivedRequest, Reply> script) {
        playlist.stand(script);
        return this;
    }

    /// Queues replies; each serves one request before the standing answer does.
    public FakeUpstream next(Reply... replies) {
        playlist.queue(List.of(replies));
        return this;
    }

    /// Stops, or resumes, keeping the requests that come: under load they would fill the memory.
    public FakeUpstream keepRequests(boolean keep) {
        log.keep(keep);
        return this;
    }

    /// All requests so far, in the order of their arrival, their bodies read whole.
    public List<ReceivedRequest> requests() {
        return log.all();
    }

    public ReceivedRequest lastRequest() {
        return log.all().getLast();
    }

    /// Blocks until a request has come that no earlier call of this method returned.
    ///
    /// @throws IllegalStateException if none comes in time
    public ReceivedRequest awaitRequest(Duration limit) {
        return log.awaitNext(limit);
    }

    /// How many connections are open now.
    public int openConnections() {
        lock.lock();
        try {
            return connections.size();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no connection is open, and says whether that came about in time.
    public boolean awaitNoOpenConnections(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!connections.isEmpty() && left > 0) {
                left = fewer.awaitNanos(left);
            }
            return connections.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// How many connections were accepted since the start.
    public int acceptedConnections() {
        lock.lock();
        try {
            return accepted;
        } finally {
            lock.unlock();
        }
    }

    /// Closes every connection that is open now; new ones are welcome.
    public void closeConnections() {
        List<Connection> open;
        lock.lock();
        try {
            open = List.copyOf(connections);
        } finally {
            lock.unlock();
        }
        open.forEach(Connection::close);
    }

    /// Stops listening and closes every connection.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        try {
            server.close();
            // the port is free only when the virtual thread that accepts has let go of it
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            closeConnections();
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                welcome(new Connection(socket, this));
            } catch (IOException _) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private void welcome(Connection connection) {
        boolean late;
        lock.lock();
        try {
            late = closed;
            accepted++;
            connections.add(connection);
        } finally {
            lock.unlock();
        }
        if (late) {
            connection.close();
        } else {
            connection.start();
        }
    }

    Optional<Reply> earlyReply() {
        return playlist.takeEarly();
    }

    Reply reply(ReceivedRequest request) {
        return playlist.take(request);
    }

    void arrived(ReceivedRequest request) {
        log.add(request);
    }

    void closed(Connection connection) {
        lock.lock();
        try {
            connections.remove(connection);
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
