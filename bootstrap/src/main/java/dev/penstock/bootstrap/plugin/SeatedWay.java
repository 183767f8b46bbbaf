package dev.penstock.bootstrap.plugin;

import dev.penstock.application.Way;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.port.TextCompletionPort;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One key's way to whoever sits on a seat when a request comes. While there is nobody it takes every kind of request, to
/// say so.
record SeatedWay(ProviderSeat seat, int key) implements Way {

    @Override
    public ChatCompletionPort chat() {
        return new Ports(way -> way.chat()::complete, way -> way.chat()::stream);
    }

    @Override
    public Optional<TextCompletionPort> texts() {
        return has(way -> way.texts().isPresent())
                ? Optional.of(new Ports(way -> seat.there(way.texts())::complete,
                        way -> seat.there(way.texts())::stream))
                : Optional.empty();
    }

    @Override
    public Optional<EmbeddingPort> embeddings() {
        return has(way -> way.embeddings().isPresent())
                ? Optional.of(call -> seat.ask(key, call, SinkGate.unused(),
                        way -> seat.there(way.embeddings()).embed(call)))
                : Optional.empty();
    }

    @Override
    public Optional<RelayPort> relay(ClientApi api) {
        return seat.look(key, way -> way.relay(api).isPresent(), false)
                ? Optional.of(new Relay(api))
                : Optional.empty();
    }

    @Override
    public boolean vacant() {
        return seat.seat().vacant();
    }

    private boolean has(Function<Way, Boolean> what) {
        return seat.look(key, what, true);
    }

    private final class Relay implements RelayPort {
        private final ClientApi api;
        private final Ports ports;

        Relay(ClientApi api) {
            this.api = api;
            this.ports = new Ports(way -> seat.there(way.relay(api))::complete,
                    way -> seat.there(way.relay(api))::stream);
        }

        @Override
        public ChatCompletion complete(ChatCall call) {
            return ports.complete(call);
        }

        @Override
        public ChatEnd stream(ChatCall call, ChunkSink sink) {
            return ports.stream(call, sink);
        }

        @Override
        public Optional<JsonText> countTokens(ChatCall call) {
            return seat.ask(key, call, SinkGate.unused(),
                    way -> seat.there(way.relay(api)).countTokens(call));
        }
    }

    /// The ports of all kinds that complete something: they have the same two methods.
    private final class Ports implements ChatCompletionPort, TextCompletionPort {
        private final Function<Way, Function<ChatCall, ChatCompletion>> complete;
        private final Function<Way, BiFunction<ChatCall, ChunkSink, ChatEnd>> stream;

        Ports(Function<Way, Function<ChatCall, ChatCompletion>> complete,
                Function<Way, BiFunction<ChatCall, ChunkSink, ChatEnd>> stream) {
            this.complete = complete;
            this.stream = stream;
        }

        @Override
        public ChatCompletion complete(ChatCall call) {
            return seat.ask(key, call, SinkGate.unused(), way -> complete.apply(way).apply(call));
        }

        @Override
        public ChatEnd stream(ChatCall call, ChunkSink sink) {
            SinkGate gate = new SinkGate(sink);
            return seat.ask(key, call, gate, way -> stream.apply(way).apply(call, gate));
        }
    }
}
