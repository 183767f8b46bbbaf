package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.adapter.http.dialect.Translation;
import dev.penstock.adapter.http.dialect.Untellable;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.CompletionSplitter;
import java.util.function.Consumer;

/// A request that was read, and the way back.
///
/// @param keep takes the response when it is whole
record ResponsesRequest(ChatRequest chat, Frame frame, ToolSet tools, Consumer<ObjectNode> keep)
        implements
            Translation {

    /// A whole answer is a stream that nobody watched.
    @Override
    public byte[] whole(ChatCompletion completion) {
        JsonNode json = parsed(completion.json().toBytes());
        Answer answer = answer((_, _) -> {
        });
        for (ChatChunk chunk : CompletionSplitter.split(json)) {
            answer.chunk(parsed(chunk.json().toBytes()));
        }
        ObjectNode response = answer.end(completion.end());
        keep.accept(response);
        return CarriedJson.write(response);
    }

    @Override
    public StreamConverter stream() {
        return new ResponsesStream(this::answer, keep);
    }

    private Answer answer(Events events) {
        JsonNode reasoning = frame.request().path("reasoning");
        // Most clients show summaries only; none of them asks for "none" and wants to see something.
        boolean summaries = !CarriedJson.text(reasoning, "summary").equals("none");
        return new Answer(frame, tools, summaries, frame.stored() || wantsSealed(), events);
    }

    private boolean wantsSealed() {
        for (JsonNode wanted : frame.request().path("include")) {
            if (wanted.asText().equals("reasoning.encrypted_content")) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode parsed(byte[] json) {
        return CarriedJson.parsed(json)
                .orElseThrow(() -> Untellable.because("the upstream's answer is no JSON"));
    }
}
