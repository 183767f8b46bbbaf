package dev.penstock.fake;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One accepted connection: a thread that reads ahead, and one that serves request after request.
///
/// A peer that closes its sending side counts as gone, as it does for common proxies.
final class Connection {
    private final Socket socket;
    private final FakeUpstream upstream;
    private final Inbox inbox = new Inbox();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    Connection(Socket socket, FakeUpstream upstream) {
        this.socket = socket;
        this.upstream = upstream;
    }

    void start() {
        var _ = Thread.ofVirtual().name("fake-upstream-reader").start(this::read);
        var _ = Thread.ofVirtual().name("fake-upstream-server").start(this::serve);
    }

    void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // as good as closed
        }
        inbox.end();
        if (gone.complete(null)) {
            upstream.closed(this);
        }
    }

    private void read() {
        try {
            inbox.fillFrom(socket.getInputStream());
        } catch (IOException _) {
            // the peer left rudely
        } finally {
            close();
        }
    }

    private void serve() {
        var requests = new RequestReader(inbox);
        try {
            boolean kept = true;
            while (kept) {
                Optional<ReceivedRequest> head = requests.head();
                if (head.isEmpty()) {
                    return;
                }
                kept = serve(head.get(), requests) == Player.Outcome.KEEP;
            }
        } catch (IOException _) {
            // the peer left within a request or a reply
        } finally {
            close();
        }
    }

    private Player.Outcome serve(ReceivedRequest head, RequestReader requests) throws IOException {
        Optional<Reply> early = upstream.earlyReply();
        if (early.isEmpty() && head.header("expect").isPresent()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        ReceivedRequest request = early.isPresent() ? head : head.withBody(requests.body(head));
        upstream.arrived(request);
        Reply reply = early.isPresent() ? early.get() : upstream.reply(request);
        Player.Outcome outcome = new Player(socket.getOutputStream(), gone).play(reply);
        if (outcome == Player.Outcome.RESET) {
            socket.setSoLinger(true, 0);
        }
        boolean closeAsked = request.header("connection").filter("close"::equalsIgnoreCase).isPresent();
        return closeAsked && outcome == Player.Outcome.KEEP ? Player.Outcome.CLOSE : outcome;
    }
}
