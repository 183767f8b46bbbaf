package com.example.heron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.upstream.FailureTable;
import dev.penstock.openai.upstream.Translation;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.EventTranslation;
import dev.penstock.openai.wire.Framing;
import dev.penstock.openai.wire.LineReader;
import java.util.Optional;

/// Heron's API: one path, answers in lines of JSON, errors in words of its own.
final class HeronApi implements Translation {
    @Override
    public String path(ChatCall call, boolean stream) {
        return "/converse";
    }

    @Override
    public ObjectNode ask(JsonNode request, ChatCall call, boolean stream) {
        return HeronRequest.of(request, call.upstreamModel(), stream);
    }

    @Override
    public Framing framing() {
        return new LineReader();
    }

    @Override
    public EventTranslation events() {
        return HeronAnswer::read;
    }

    @Override
    public Optional<FailureDetail> readError(byte[] body) {
        return CarriedJson.parsed(body).flatMap(HeronAnswer::problem);
    }

    /// Statuses mean what they usually do. Inside a stream there is none, and Heron's own word tells.
    @Override
    public UpstreamFailure classify(FailureDetail detail) {
        return detail.code().equals(Optional.of("slow_down"))
                ? new UpstreamFailure.Throttled(detail)
                : FailureTable.classify(detail);
    }
}
