package dev.penstock.openai.upstream;

import java.io.IOException;

/// What answered was the proxy, and it lets nobody through: no word of the upstream's.
final class ProxyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyRefusedException(int status) {
        super("HTTP " + status);
    }
}
