package dev.penstock.adapter.http.connection;

/// A chunked body whose end cannot be found. The connection is of no more use for requests.
public final class InvalidChunkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidChunkException(String message) {
        super(message);
    }
}
