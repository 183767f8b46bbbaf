package dev.penstock.adapter.http.dialect;

import dev.penstock.adapter.http.session.SessionMembers;
import dev.penstock.application.ClientRequest;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.ClientApi;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A request that goes as it is to upstreams that speak the client's API, and is translated for others. Which of the two
/// it was, the answer tells.
public final class Relayed implements DialectRequest {
    private final ClientRequest request;
    private final ChatRequest written;
    private final Supplier<Translation> translating;
    private final StreamConverter relayedStream;
    private @Nullable Translation translation;

    /// @param written as the client wrote it
    /// @param translating asked for at most once, and only if it is needed
    /// @param relayedStream passes events of the client's API on
    public Relayed(ClientApi api, ChatRequest written, Supplier<Translation> translating,
            StreamConverter relayedStream) {
        this.request = ClientRequest.in(api, written, () -> translation().chat());
        this.written = written;
        this.translating = translating;
        this.relayedStream = relayedStream;
    }

    @Override
    public ClientRequest request() {
        return request;
    }

    @Override
    public Optional<String> sessionId() {
        return SessionMembers.read(written.body());
    }

    @Override
    public byte[] whole(ChatCompletion completion) {
        return completion.relayed() ? completion.json().toBytes() : translation().whole(completion);
    }

    @Override
    public StreamConverter stream() {
        return new EitherStream(relayedStream, () -> translation().stream(), () -> translation != null);
    }

    private Translation translation() {
        Translation known = translation;
        if (known == null) {
            known = translating.get();
            translation = known;
        }
        return known;
    }
}
