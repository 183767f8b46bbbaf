package dev.penstock.openai.upstream;

import dev.penstock.domain.port.Cancellation;
import dev.penstock.spi.PluginContext;

/// The outbound leg: HTTP/1.1 requests to upstreams.
///
/// A small seam, so that another client can be put behind it and tried against the same tests. Safe for concurrent use;
/// blocks the calling virtual thread. Follows no redirects, retries nothing, decodes nothing, adds no headers of its own
/// beyond what HTTP demands.
public interface UpstreamHttp extends AutoCloseable {

    /// The client that providers have: one of its own for each, which it closes.
    static UpstreamHttp open(UpstreamSettings settings, PluginContext context) {
        return new ApacheUpstreamHttp(TransportSettings.of(settings.connectTimeout()), context.proxy());
    }

    /// Sends the request and waits for the head of the final response; interim ones (1xx) are skipped.
    ///
    /// While this call or a read of the response's body blocks, `cancellation` ends it within milliseconds and closes the
    /// connection.
    ///
    /// @return the response; the caller closes it
    /// @throws TransportException if there is no response
    /// @throws java.util.concurrent.CancellationException if the cancellation happened
    UpstreamResponse send(UpstreamRequest request, Cancellation cancellation) throws TransportException;

    /// Closes every connection, also those in use. May be called more than once.
    @Override
    void close();
}
