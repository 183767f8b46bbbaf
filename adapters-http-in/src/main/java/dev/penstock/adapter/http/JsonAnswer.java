package dev.penstock.adapter.http;

import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;

/// Sends a JSON body whole.
final class JsonAnswer {
    private JsonAnswer() {}

    /// Sends the head alone if that is what was asked for.
    ///
    /// @throws CloseConnectionException if the client is gone
    static void send(ServerRequest request, ServerResponse response, byte[] json) {
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        try {
            if (request.prologue().method().equals(Method.HEAD)) {
                response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(json.length));
                response.send();
            } else {
                response.send(json);
            }
        } catch (UncheckedIOException | SocketWriterException e) {
            throw new CloseConnectionException("the client is gone", e);
        }
    }
}
