package dev.penstock.application;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.RelayPort;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a client asks: as it wrote it, and as all upstreams understand it.
///
/// Translated when that is first needed, which an upstream that speaks the client's API makes unnecessary. Used by one
/// thread.
public final class ClientRequest {
    private final Optional<ClientApi> api;
    private final Optional<ChatRequest> written;
    private final Supplier<ChatRequest> translation;
    private @Nullable ChatRequest translated;

    private ClientRequest(Optional<ClientApi> api, Optional<ChatRequest> written,
            Supplier<ChatRequest> translation) {
        this.api = Objects.requireNonNull(api, "api");
        this.written = Objects.requireNonNull(written, "written");
        this.translation = Objects.requireNonNull(translation, "translation");
    }

    /// A request that upstreams understand as it is.
    public static ClientRequest plain(ChatRequest request) {
        return new ClientRequest(Optional.empty(), Optional.empty(), () -> request);
    }

    /// A request in another API that is translated in any case.
    public static ClientRequest translated(ClientApi api, ChatRequest translated) {
        return new ClientRequest(Optional.of(api), Optional.empty(), () -> translated);
    }

    /// A request in another API, for upstreams that speak it and for those that do not.
    ///
    /// @param written its body is in that API; of all else it tells the same as the translated request
    /// @param translation asked for at most once; throws [RefusedException] if there is no way to say it
    public static ClientRequest in(ClientApi api, ChatRequest written, Supplier<ChatRequest> translation) {
        return new ClientRequest(Optional.of(api), Optional.of(written), translation);
    }

    /// The API that the client speaks; empty if all upstreams speak it.
    public Optional<ClientApi> api() {
        return api;
    }

    /// What is to be known of the request, be it translated or not; its body may be in either API.
    public ChatRequest head() {
        return written.orElseGet(this::translated);
    }

    /// Where this can be sent on that way as the client wrote it.
    Optional<RelayPort> relay(Way way) {
        return written.flatMap(_ -> api).flatMap(way::relay);
    }

    /// The request as every upstream understands it.
    ///
    /// @throws RefusedException if it cannot be said so
    public ChatRequest translated() {
        ChatRequest known = translated;
        if (known == null) {
            known = translation.get();
            translated = known;
        }
        return known;
    }

    /// The request to be sent there.
    ///
    /// @param relay what [#relay] gave
    /// @throws RefusedException if it has to be translated, and cannot be
    ChatRequest form(Optional<RelayPort> relay) {
        return relay.flatMap(_ -> written).orElseGet(this::translated);
    }

    /// Whether the usage is to be told at the end of a stream; other APIs have a place of their own for it.
    boolean wantsUsage() {
        return api.isPresent() || translated().wantsUsage();
    }
}
