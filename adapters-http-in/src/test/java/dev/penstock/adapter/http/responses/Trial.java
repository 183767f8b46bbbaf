package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.application.Caller;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.time.Moment;
import dev.penstock.fake.Fixtures;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.EventReader;
import dev.penstock.openai.wire.StreamedAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The dialect, tried without a server: requests in, chat requests and events out.
final class Trial {
    static final Instant NOW = Instant.ofEpochSecond(1795392000);

    private final ResponseStore store;
    private final ResponsesDialect dialect;
    private int requests;

    Trial() {
        this(new ResponseStore(ResponseStoreSettings.usual(), () -> new Moment(0)));
    }

    Trial(ResponseStore store) {
        this.store = store;
        this.dialect = new ResponsesDialect(store, () -> false);
    }

    ResponseStore store() {
        return store;
    }

    DialectRequest request(String json) {
        return request(json, "key");
    }

    DialectRequest request(String json, String key) {
        return dialect.read(json.getBytes(StandardCharsets.UTF_8), Map.of(),
                new Caller("req_fake" + requests++, NOW, new Moment(0), Optional.of(Secret.of(key))),
                _ -> () -> {
                });
    }

    /// The body of the chat request, verbatim.
    static String chatText(String request) {
        return new Trial().request(request).request().translated().body().json().text();
    }

    static JsonNode chat(String request) {
        return json(chatText(request));
    }

    /// The messages that the input becomes.
    static JsonNode messages(String input) {
        return chat("{\"model\":\"m\",\"input\":" + input + "}").path("messages");
    }

    static Refusal.RequestInvalid refused(String request) {
        try {
            var read = new Trial().request(request);
            throw new AssertionError("was read: " + read.request().translated().body().json().text());
        } catch (RefusedException e) {
            return (Refusal.RequestInvalid) e.refusal();
        }
    }

    static JsonNode json(String text) {
        return CarriedJson.parsed(text).orElseThrow(() -> new AssertionError("no JSON: " + text));
    }

    static JsonNode json(JsonText text) {
        return json(text.text());
    }

    /// What an upstream said in a recorded transcript.
    record Said(List<ChatChunk> chunks, ChatEnd end) {
        static Said fixture(String name) {
            return sse(Fixtures.bytes(name));
        }

        static Said sse(byte[] bytes) {
            EventReader reader = new EventReader();
            StreamedAnswer answer = new StreamedAnswer(1);
            reader.feed(bytes, 0, bytes.length, answer::accept);
            reader.end(answer::accept);
            ChatEnd end = answer.end().orElseThrow(() -> new AssertionError("the answer is not whole"));
            return new Said(answer.take(), end);
        }

        /// Chunks with these deltas, a finish and a usage.
        static Said deltas(String finish, String... deltas) {
            StringBuilder sse = new StringBuilder();
            for (String delta : deltas) {
                sse.append("data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":")
                        .append(delta)
                        .append("}]}\n\n");
            }
            sse.append("data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"")
                    .append(finish)
                    .append("\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,")
                    .append("\"total_tokens\":8,\"prompt_tokens_details\":{\"cached_tokens\":2,")
                    .append("\"cache_write_tokens\":1}}}\n\ndata: [DONE]\n\n");
            return sse(sse.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /// The events of a streamed answer, each as its data.
    static List<ObjectNode> events(DialectRequest request, Said said) {
        EventBuffer out = new EventBuffer(1024);
        var stream = request.stream();
        stream.chunks(said.chunks(), out);
        stream.end(said.end(), out);
        return events(out);
    }

    static List<ObjectNode> events(EventBuffer out) {
        return events(new String(out.array(), 0, out.size(), StandardCharsets.UTF_8));
    }

    static List<ObjectNode> events(String sse) {
        List<ObjectNode> events = new ArrayList<>();
        for (String event : sse.split("\n\n", -1)) {
            String[] lines = event.strip().split("\n", 2);
            if (lines[0].startsWith(":") || lines[0].isBlank()) {
                continue;
            }
            ObjectNode data = (ObjectNode) json(lines[1].substring("data: ".length()));
            if (!lines[0].equals("event: " + data.path("type").asText())) {
                throw new AssertionError("the name is not the type: " + event);
            }
            events.add(data);
        }
        return events;
    }

    static List<String> types(List<ObjectNode> events) {
        return events.stream()
                .map(event -> event.path("type").asText().replaceFirst("^response\\.", ""))
                .toList();
    }

    /// An item as it was told when it was done.
    static JsonNode item(List<ObjectNode> events, int index) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals("response.output_item.done")
                        && event.path("output_index").asInt() == index)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no item " + index + " in " + types(events)))
                .path("item");
    }
}
