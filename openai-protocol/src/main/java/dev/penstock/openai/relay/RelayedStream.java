package dev.penstock.openai.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamReply;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.AnswerReader;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.JsonTrees;
import dev.penstock.openai.wire.KeepAlive;
import dev.penstock.openai.wire.ServerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A streamed answer in the client's own API. Events are carried as they are, but for line breaks between JSON tokens, which
/// become spaces; only those that may tell something of the answer as such are read. Events of unknown names are carried, too.
public final class RelayedStream implements AnswerReader {
    private static final int MOST_OPENING_EVENTS = 64;
    private static final int MOST_OPENING_BYTES = 256 * 1024;

    private final ClientApi api;
    private final ApiRules rules;
    private List<ChatChunk> ready = new ArrayList<>();
    private Told told = Told.nothing();
    private boolean begun;
    private boolean garbled;
    private long openingBytes;
    private @Nullable ChatChunk last;
    private @Nullable FailureDetail failure;

    public RelayedStream(ClientApi api) {
        this.api = api;
        this.rules = ApiRules.of(api);
    }

    @Override
    public void accept(ServerEvent event) {
        if (done() || failure != null || event.isBlank() || event.isDone()) { // OpenRouter ends with the sentinel of another API
            return;
        }
        boolean named = !event.name().isEmpty() && !event.name().equals("message"); // the name of events without one
        Optional<JsonNode> read = !named || rules.tells(event.name())
                ? JsonTrees.read(event.data().toBytes())
                : Optional.empty();
        String type = named ? event.name() : read.map(json -> json.path("type").asText("")).orElse("");
        if (type.isEmpty() || (rules.tells(type) && read.isEmpty())) {
            Optional<FailureDetail> error = ErrorJson.read(event);
            if (error.isPresent()) { // in the words of another API, or of a proxy
                failure = error.get();
            } else {
                garbled("the upstream sent an event that is none of this API");
            }
            return;
        }
        if (rules.tells(type)) {
            JsonNode json = read.orElseThrow();
            told = rules.read(type, json, told);
            failure = told.failure()
                    .map(detail -> detail.withReply(new UpstreamReply(Map.of(),
                            RelayedErrors.event(api, type, json, oneLine(event.data())))))
                    .map(detail -> detail.status().isEmpty() && event.status().isPresent()
                            ? detail.withStatus(event.status().getAsInt())
                            : detail)
                    .orElse(null);
        }
        if (failure == null) {
            keep(ChatChunk.event(type, oneLine(event.data())));
        }
    }

    /// The last event waits until it is known that the answer is whole: to the client it says so.
    private void keep(ChatChunk event) {
        String type = event.event().orElse("");
        if (told.last()) {
            last = event;
        } else if (begun || !KeepAlive.isName(type)) {
            openingBytes += begun ? 0 : event.json().length();
            begun |= !rules.opens(type) || ready.size() >= MOST_OPENING_EVENTS
                    || openingBytes > MOST_OPENING_BYTES;
            ready.add(event);
        } else if (ready.size() < MOST_OPENING_EVENTS / 2) {
            ready.add(event); // so many at most: they do not begin the answer
        }
    }

    @Override
    public List<ChatChunk> take() {
        if (!begun) {
            return List.of();
        }
        List<ChatChunk> taken = ready;
        ready = new ArrayList<>();
        return taken;
    }

    @Override
    public boolean done() {
        return told.last();
    }

    @Override
    public Optional<Usage> usage() {
        return rules.usage(told.counted());
    }

    @Override
    public Optional<FailureDetail> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public boolean garbled() {
        return garbled;
    }

    @Override
    public Optional<ChatEnd> end() {
        if (last == null || failure != null || told.finish().isEmpty()) {
            return Optional.empty();
        }
        begun = true;
        ready.add(last);
        return Optional.of(ChatEnd.of(told.finish().get(), usage()));
    }

    /// Once it is known why the model stopped, what cannot be read is skipped.
    private void garbled(String what) {
        if (told.finish().isEmpty()) {
            garbled = true;
            failure = FailureDetail.of(what);
        }
    }

    private static JsonText oneLine(JsonText data) {
        return data.indexOf('\n', 0) >= 0 ? JsonText.of(data.text().replace('\n', ' ')) : data;
    }
}
