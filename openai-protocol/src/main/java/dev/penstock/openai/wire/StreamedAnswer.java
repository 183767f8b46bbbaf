package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A streamed completion.
///
/// A chunk is relayed byte for byte, with two exceptions. Line breaks between JSON tokens become spaces, because a chunk
/// is one line. And usage that shares a chunk with a choice moves to a chunk of its own behind the last one, because
/// clients lose the text beside it or stumble over it; a chunk that only repeats a choice's end to bring the usage
/// becomes that chunk. A counter of the usage that a later report lowers keeps its value.
///
/// Chunks with a role and no content say nothing yet.
public final class StreamedAnswer implements AnswerReader {
    private static final JsonText NULL = JsonText.of("null");
    private static final JsonText NO_CHOICES = JsonText.of("[]");
    private static final int MOST_OPENING_CHUNKS = 64;
    private static final int MOST_OPENING_BYTES = 256 * 1024;

    private final int choices;
    private final BitSet finished = new BitSet();
    private List<ChatChunk> ready = new ArrayList<>();
    private boolean begun;
    private long openingBytes;
    private boolean done;
    private boolean garbled;
    private FinishReason reason = FinishReason.OTHER;
    private @Nullable Usage usage;
    private @Nullable JsonText heldUsage;
    private @Nullable FailureDetail failure;

    /// Expects as many choices as were asked for with `n`.
    public StreamedAnswer(int choices) {
        this.choices = choices;
    }

    @Override
    public void accept(ServerEvent event) {
        if (done || failure != null || event.isBlank()) {
            return;
        }
        if (event.isDone()) {
            done = true;
            releaseUsage();
            return;
        }
        JsonText json = oneLine(event.data());
        boolean plain = begun && event.name().isEmpty() && looksWhole(json) && ChunkScan.isPlain(json);
        if (plain) {
            ready.add(new ChatChunk(json, false));
        } else {
            read(event, json);
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
        return done;
    }

    @Override
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
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
        int needed = done ? 1 : choices;
        if (failure != null || finished.cardinality() < needed) {
            return Optional.empty();
        }
        begun = true;
        releaseUsage();
        return Optional.of(new ChatEnd(reason, Optional.ofNullable(usage)));
    }

    private void read(ServerEvent event, JsonText json) {
        Optional<FailureDetail> error = ErrorJson.read(event);
        if (error.isPresent()) {
            failure = error.get();
            return;
        }
        Optional<JsonNode> tree = JsonTrees.read(json.toBytes());
        if (tree.isEmpty() || !tree.get().path("choices").isArray()) {
            if (mustBeAChunk(event)) {
                garbled = true;
                failure = FailureDetail.of(tree.isEmpty()
                        ? "the upstream sent a chunk that is not JSON"
                        : "the upstream sent an event that is not a completion chunk");
            }
            return;
        }
        JsonNode chunk = tree.get();
        boolean afterwards = isAfterword(chunk.path("choices"));
        begun = begun || saysSomething(chunk.path("choices")) || isLongOpening(json);
        for (JsonNode choice : chunk.path("choices")) {
            readFinish(choice);
        }
        if (failure == null) {
            Optional<Usage> told = UsageJson.read(chunk.path("usage"));
            JsonText counted = told.isPresent() ? count(json, chunk.path("usage"), told.get()) : json;
            relay(counted, !chunk.path("choices").isEmpty(), told.isPresent(), afterwards);
        }
    }

    /// Adds a report about the usage.
    ///
    /// @return the chunk, in which no counter is lower than it was reported before
    private JsonText count(JsonText json, JsonNode written, Usage told) {
        Usage before = usage;
        Usage known = before == null ? told : before.updatedBy(told);
        usage = known;
        return known.equals(told)
                ? json
                : new BodyEdits(new ChatBody(json, ChatJson.members(json)))
                        .set("usage", JsonTrees.write(UsageJson.raised(written, told, known)))
                        .apply();
    }

    /// Whether an event that holds no chunk makes the answer unusable. Events with a name of their own, as `ping`, are about
    /// something else, and what follows the finish of every choice cannot make a whole answer less whole.
    private boolean mustBeAChunk(ServerEvent event) {
        return event.name().isEmpty() && finished.cardinality() < choices;
    }

    /// Whether every choice in it has ended before and is given nothing more: DashScope and OpenRouter were seen to send
    /// such chunks to bring the usage.
    private boolean isAfterword(JsonNode ofChunk) {
        for (JsonNode choice : ofChunk) {
            if (hasContent(choice) || !finished.get(indexOf(choice))) {
                return false;
            }
        }
        return true;
    }

    /// Whether more than any opening has is being kept back.
    private boolean isLongOpening(JsonText next) {
        openingBytes += next.length();
        return ready.size() >= MOST_OPENING_CHUNKS || openingBytes > MOST_OPENING_BYTES;
    }

    private static boolean saysSomething(JsonNode ofChunk) {
        for (JsonNode choice : ofChunk) {
            if (hasContent(choice) || holdsSomething(choice.path("finish_reason"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasContent(JsonNode choice) {
        return holdsSomething(choice.path("text")) || choice.path("delta")
                .properties()
                .stream()
                .anyMatch(member -> !member.getKey().equals("role") && holdsSomething(member.getValue()));
    }

    private static boolean holdsSomething(JsonNode value) {
        return value.isContainerNode() ? !value.isEmpty() : !value.asText("").isEmpty() && !value.isNull();
    }

    private static int indexOf(JsonNode choice) {
        return Math.max(0, Math.min(choice.path("index").asInt(0), 1024));
    }

    private void readFinish(JsonNode choice) {
        String word = choice.path("finish_reason").asText("");
        if (choice.path("finish_reason").isNull() || word.isEmpty()) {
            return;
        }
        Optional<FailureDetail> broken = ErrorJson.readFinish(word, choice.path("delta"));
        if (broken.isPresent()) {
            failure = broken.get();
            return;
        }
        finished.set(indexOf(choice));
        reason = FinishReason.of(word);
    }

    private void relay(JsonText json, boolean hasChoices, boolean hasUsage, boolean afterwards) {
        if (!hasUsage) {
            ready.add(new ChatChunk(json, false));
        } else if (!hasChoices) {
            heldUsage = null;
            ready.add(new ChatChunk(json, true));
        } else {
            ChatBody body = new ChatBody(json, ChatJson.members(json));
            if (!afterwards) {
                ready.add(new ChatChunk(new BodyEdits(body).set("usage", NULL).apply(), false));
            }
            heldUsage = new BodyEdits(body).set("choices", NO_CHOICES).apply();
        }
    }

    private void releaseUsage() {
        if (heldUsage != null) {
            ready.add(new ChatChunk(heldUsage, true));
            heldUsage = null;
        }
    }

    private static boolean looksWhole(JsonText json) {
        return json.length() > 1 && json.byteAt(0) == '{' && json.byteAt(json.length() - 1) == '}';
    }

    private static JsonText oneLine(JsonText data) {
        if (data.indexOf('\n', 0) >= 0) {
            return JsonText.of(data.text().replace('\n', ' '));
        }
        return data;
    }
}
