package dev.penstock.openai.upstream;

import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A response whose head has arrived. Not safe for concurrent use, but for the cancellation it was asked with.
public interface UpstreamResponse extends AutoCloseable {

    int status();

    /// The first header of that name, whatever its case.
    Optional<String> header(String name);

    /// All headers by lower-case name, of each the first.
    Map<String, String> headers();

    /// Whether the body says that it is of that media type, in lower case, whatever its parameters.
    default boolean isOfType(String type) {
        return header("content-type")
                .filter(written -> written.strip().regionMatches(true, 0, type, 0, type.length()))
                .isPresent();
    }

    /// The body as it comes: a read returns what has arrived and blocks only if nothing has. A body that is cut short
    /// ends in a [TransportException], never in an end of stream; a cancelled one in a
    /// [java.util.concurrent.CancellationException].
    InputStream body();

    /// From now on a read of the body may wait for no longer than this.
    void patience(Duration longest);

    /// Tells that everything of interest has been read. If the rest of the body is here or comes within moments (some
    /// 20 ms), the connection can serve again; otherwise it is closed. Never throws.
    void finish();

    /// Gives the connection back if the body was read to its end, and otherwise closes it at once without reading on.
    @Override
    void close();
}
