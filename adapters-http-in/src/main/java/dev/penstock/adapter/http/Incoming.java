package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.adapter.http.session.SessionHeaders;
import dev.penstock.application.Caller;
import dev.penstock.application.Grant;
import dev.penstock.application.Interception;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.InterceptedRequest;
import java.util.Map;
import java.util.function.IntConsumer;

/// One request as it was read, and is read again whenever an interceptor has edited it. Used once.
final class Incoming<R> {
    private final RequestIntake.Reading<R> reading;
    private final Caller caller;
    private final Map<String, String> headers;
    private final Map<String, String> forUpstreams;
    private final JsonText written;
    private final RequestMemory memory;
    private final IntConsumer room;
    private R latest;

    /// @param headers what the client said beside the body; interceptors get all of it, upstreams nothing about the session
    /// @param body not to be written to afterwards
    /// @param memory takes what is needed beside the body
    /// @param room makes room for so many bytes of an edited body, or throws a [RefusedException]
    /// @throws RefusedException if it cannot be used
    Incoming(RequestIntake.Reading<R> reading, Caller caller, Map<String, String> headers, byte[] body,
            RequestMemory memory, IntConsumer room) {
        this.reading = reading;
        this.caller = caller;
        this.headers = headers;
        this.forUpstreams = SessionHeaders.without(headers);
        this.written = JsonText.owning(body);
        this.memory = memory;
        this.room = room;
        this.latest = reading.read(body, forUpstreams, caller, memory);
    }

    /// The request that the interceptors leave.
    ///
    /// @throws RefusedException if they do not let it pass
    R past(Interception interception, Grant grant) {
        if (!interception.isIdle()) {
            var _ = interception.pass(grant, seen(written), this::again);
        }
        return latest;
    }

    private InterceptedRequest again(JsonText edited) {
        room.accept(edited.length());
        latest = reading.read(edited.toBytes(), forUpstreams, caller, memory);
        return seen(edited);
    }

    private InterceptedRequest seen(JsonText body) {
        ChatRequest head = reading.head(latest);
        return new InterceptedRequest(caller.requestId(), reading.endpoint(), head.model(), head.stream(),
                body,
                headers);
    }
}
