package dev.penstock.bootstrap.plugin;

/// The system gives no further thread; nothing has begun.
final class NoThreadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoThreadException(Throwable cause) {
        super("the system gives no further thread", cause);
    }
}
