package dev.penstock.openai.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.Embeddings;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.openai.wire.EmbeddingEncoding;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.JsonTrees;
import dev.penstock.openai.wire.UsageJson;
import java.util.Optional;

/// Gets embeddings from any upstream that speaks OpenAI's API.
final class OpenAiEmbeddings implements EmbeddingPort {
    private final UpstreamCalls calls;
    private final Dialect dialect;

    OpenAiEmbeddings(UpstreamCalls calls, Dialect dialect) {
        this.calls = calls;
        this.dialect = dialect;
    }

    @Override
    public Embeddings embed(ChatCall call) {
        JsonText body = new BodyEdits(call.request().body())
                .set("model", JsonStrings.quoted(call.upstreamModel()))
                .apply();
        return calls.ask(calls.at("/embeddings"), call, body, dialect.headers(call.request()), false, dialect,
                response -> read(calls.readAll(response, call), call.request().body()));
    }

    private Embeddings read(byte[] bytes, ChatBody request) {
        JsonNode tree = JsonTrees.read(bytes)
                .orElseThrow(() -> calls.garbled("answered with something that is no JSON"));
        Optional<FailureDetail> error = ErrorJson.read(tree);
        if (error.isPresent()) {
            throw new UpstreamException(calls.meaning(error.get(), dialect));
        }
        if (!tree.path("data").isArray()) {
            throw calls.garbled("answered with something that is no list of embeddings");
        }
        JsonText answer = JsonText.owning(bytes);
        boolean converts = EmbeddingEncoding.differs(request, tree);
        return new Embeddings(converts ? EmbeddingEncoding.convert(request, answer) : answer,
                UsageJson.read(tree.path("usage")));
    }
}
