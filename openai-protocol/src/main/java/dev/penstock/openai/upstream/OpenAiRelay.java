package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.openai.relay.RelayedStream;
import dev.penstock.openai.relay.RelayedWhole;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.openai.wire.JsonTrees;
import dev.penstock.openai.wire.MessagesCallIds;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Passes requests on to an upstream that speaks the client's API beside Chat Completions.
public final class OpenAiRelay implements RelayPort {
    private static final String VERSION = "anthropic-version";
    /// The only one there is; clients that speak the API send it.
    private static final String ONLY_VERSION = "2023-06-01";

    private static final String COUNT = "/count_tokens";
    private static final Set<Integer> NOT_SERVED = Set.of(404, 405, 501);

    private final UpstreamCalls calls;
    private final AnswerStreams streams;
    private final Dialect dialect;
    private final ClientApi api;
    private final URI target;

    /// @param target where requests of that API go
    public OpenAiRelay(UpstreamCalls calls, Dialect dialect, ClientApi api, URI target) {
        this.calls = calls;
        this.streams = new AnswerStreams(calls, dialect);
        this.dialect = dialect;
        this.api = api;
        this.target = target;
    }

    @Override
    public ChatCompletion complete(ChatCall call) {
        return ask(call, false, response -> whole(response, call).completion()
                .orElseThrow(() -> calls.garbled("answered with something that is no answer of this API")));
    }

    @Override
    public ChatEnd stream(ChatCall call, ChunkSink sink) {
        Duration firstToken = calls.firstToken(call);
        long sent = System.nanoTime();
        return ask(call, true, response -> {
            if (response.isOfType("application/json")) {
                var _ = whole(response, call); // which is an error, more likely than not
                throw calls.garbled("answered with a whole answer where a stream was asked for");
            }
            return streams.read(new TimedBody(response, sent, firstToken, calls.silence(call)), call.memory(),
                    new RelayedStream(api), sink);
        });
    }

    /// An upstream that does not serve the endpoint answers 404, 405 or 501.
    @Override
    public Optional<JsonText> countTokens(ChatCall call) {
        if (api != ClientApi.MESSAGES) {
            return Optional.empty();
        }
        try {
            return Optional.of(calls.relay(URI.create(target + COUNT), call, body(call),
                    headers(call.request()), false, api, dialect,
                    response -> count(calls.readSmall(response, call))));
        } catch (UpstreamException e) {
            if (NOT_SERVED.contains(e.failure().detail().status().orElse(0))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private JsonText count(byte[] answer) {
        boolean counts = JsonTrees.read(answer)
                .filter(json -> json.path("input_tokens").canConvertToLong())
                .isPresent();
        if (!counts) {
            throw calls.garbled("answered with something that is not a count of tokens");
        }
        return JsonText.owning(answer);
    }

    /// @throws UpstreamException with the failure that the answer tells
    private RelayedWhole whole(UpstreamResponse response, ChatCall call) throws IOException {
        RelayedWhole answer = RelayedWhole.read(api, calls.readAll(response, call));
        answer.failure().ifPresent(detail -> {
            throw new UpstreamException(calls.meaning(detail, dialect));
        });
        return answer;
    }

    private <T> T ask(ChatCall call, boolean stream, UpstreamCalls.Reading<T> reading) {
        return calls.relay(target, call, body(call), headers(call.request()), stream, api, dialect, reading);
    }

    private JsonText body(ChatCall call) {
        BodyEdits edits = new BodyEdits(call.request().body())
                .set("model", JsonStrings.quoted(call.upstreamModel()));
        if (api == ClientApi.MESSAGES) {
            MessagesCallIds.edit(edits);
        }
        return edits.apply();
    }

    private Map<String, String> headers(ChatRequest request) {
        Map<String, String> headers = new HashMap<>(dialect.headers(request));
        if (api == ClientApi.MESSAGES) {
            headers.put(VERSION, ONLY_VERSION);
        }
        headers.putAll(RelayedHeaders.of(api, request.headers()));
        return headers;
    }
}
