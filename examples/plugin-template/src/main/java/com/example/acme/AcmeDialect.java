package com.example.acme;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.upstream.Dialect;
import dev.penstock.openai.upstream.FailureTable;
import dev.penstock.openai.wire.BodyEdits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where Acme differs from OpenAI's API. What is not overridden here is as OpenAI documents it.
final class AcmeDialect implements Dialect {
    private final Map<String, String> headers = new HashMap<>();

    /// @param team whom requests are billed to; empty for the key's own team
    AcmeDialect(Optional<String> team) {
        headers.put("Acme-Version", "2026-10-01");
        team.ifPresent(name -> headers.put("Acme-Team", name));
    }

    /// Acme refuses requests without a version.
    @Override
    public Map<String, String> headers(ChatRequest request) {
        return Map.copyOf(headers);
    }

    /// Acme knows the limit of an answer by its older name alone.
    @Override
    public void edit(BodyEdits edits, ChatCall call) {
        ChatBody body = edits.body();
        body.member("max_completion_tokens").map(body::value).ifPresent(limit -> edits
                .remove("max_completion_tokens")
                .set("max_tokens", limit));
    }

    /// Acme says 409 `warming_up` while it loads a model, which is no fault of the request: somebody else may answer it.
    @Override
    public UpstreamFailure classify(FailureDetail detail) {
        return detail.code().equals(Optional.of("warming_up"))
                ? new UpstreamFailure.Unavailable(detail)
                : FailureTable.classify(detail);
    }
}
