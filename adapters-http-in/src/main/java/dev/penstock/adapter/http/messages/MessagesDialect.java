package dev.penstock.adapter.http.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.adapter.http.dialect.ClientDialect;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.dialect.Relayed;
import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.adapter.http.dialect.Translated;
import dev.penstock.adapter.http.dialect.Translation;
import dev.penstock.adapter.http.session.SessionMembers;
import dev.penstock.application.Caller;
import dev.penstock.application.ClientRequest;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.openai.wire.ToolMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// `POST /v1/messages` and its companion that counts tokens.
public final class MessagesDialect implements ClientDialect {
    private final BooleanSupplier relayed;

    /// @param relayed whether any upstream speaks this API itself now
    public MessagesDialect(BooleanSupplier relayed) {
        this.relayed = relayed;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.MESSAGES;
    }

    @Override
    public DialectRequest read(byte[] body, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        if (!relayed.getAsBoolean()) {
            return translatedInAnyCase(body, headers, caller, memory);
        }
        ChatRequest written = ChatJson.read(body, headers);
        if (Signature.isIn(written.body().json())) { // which nobody but the gateway understands
            return translatedInAnyCase(body, headers, caller, memory);
        }
        return new Relayed(ClientApi.MESSAGES, written, () -> translated(body, headers, caller, memory),
                new RelayedMessage(caller.requestId()));
    }

    private static DialectRequest translatedInAnyCase(byte[] body, Map<String, String> headers,
            Caller caller, RequestMemory memory) {
        try (RequestMemory.Held _ = memory.hold(body)) {
            JsonNode asked = tree(body);
            return new Translated(ClientApi.MESSAGES, translated(asked, headers, caller, memory),
                    SessionMembers.read(asked));
        }
    }

    private static Translation translated(byte[] body, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        try (RequestMemory.Held _ = memory.hold(body)) {
            return translated(tree(body), headers, caller, memory);
        }
    }

    private static Translation translated(JsonNode asked, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        ToolMapping tools = Tools.mapping(asked);
        ChatRequest chat = ChatJson.read(CarriedJson.write(RequestConverter.toChat(asked, tools)),
                Betas.ofConverted(headers));
        memory.keep(chat.body().json().length());
        // A message always tells its usage.
        ChatRequest wantsUsage = new ChatRequest(chat.model(), chat.stream(), true, chat.body(),
                chat.headers());
        return new AsChat(wantsUsage,
                new MessageHead(caller.requestId(), chat.model(), TokenEstimate.of(asked), tools));
    }

    /// The answer to `POST /v1/messages/count_tokens` if no upstream counts: an estimate.
    ///
    /// @param body as of a message that is asked for
    /// @param memory takes its tree
    /// @return JSON, UTF-8
    public static byte[] estimatedTokens(byte[] body, RequestMemory memory) {
        try (RequestMemory.Held _ = memory.hold(body)) {
            long tokens = TokenEstimate.of(tree(body));
            return CarriedJson.write(CarriedJson.NODES.objectNode().put("input_tokens", tokens));
        }
    }

    /// Whether any upstream speaks this API itself now.
    public boolean mayBeRelayed() {
        return relayed.getAsBoolean();
    }

    /// The request to count the tokens of, for an upstream that speaks this API itself; empty if none does, or if the
    /// request contains what only the gateway understands.
    public Optional<ClientRequest> counted(byte[] body, Map<String, String> headers) {
        if (!relayed.getAsBoolean()) {
            return Optional.empty();
        }
        ChatRequest written = ChatJson.read(body, headers);
        return Signature.isIn(written.body().json())
                ? Optional.empty()
                : Optional.of(ClientRequest.in(ClientApi.MESSAGES, written, () -> written));
    }

    private static JsonNode tree(byte[] body) {
        var _ = ChatJson.read(body, Map.of()); // says well what is wrong with a body that is no request
        try {
            return CarriedJson.read(body);
        } catch (IOException e) {
            throw new UncheckedIOException("a body that was scanned can be read", e);
        }
    }

    private record AsChat(ChatRequest chat, MessageHead head) implements Translation {
        @Override
        public byte[] whole(ChatCompletion completion) {
            return CarriedJson.write(WholeMessage.of(completion, head));
        }

        @Override
        public StreamConverter stream() {
            return new MessagesStream(head);
        }
    }
}
