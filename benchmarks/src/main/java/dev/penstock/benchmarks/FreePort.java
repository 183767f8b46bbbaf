package dev.penstock.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// For programs that cannot choose a port by themselves.
final class FreePort {
    private FreePort() {}

    static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /// Waits up to ten seconds until somebody listens.
    static void awaitListener(int port) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            try (Socket _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(100);
            }
        }
        throw new IOException("nobody listens on port " + port);
    }
}
