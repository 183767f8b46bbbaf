package dev.penstock.adapter.http;

import io.helidon.common.socket.HelidonSocket;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/// A client's socket that reads and closes as a test says, and can do nothing else.
final class FakeSocket {
    private FakeSocket() {}

    static HelidonSocket of(Supplier<byte[]> read, Runnable onClose) {
        return (HelidonSocket) Proxy.newProxyInstance(FakeSocket.class.getClassLoader(),
                new Class<?>[]{HelidonSocket.class}, (socket, method, _) -> switch (method.getName()) {
                    case "get" -> read.get();
                    case "close" -> {
                        onClose.run();
                        yield null;
                    }
                    case "hashCode" -> System.identityHashCode(socket);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
