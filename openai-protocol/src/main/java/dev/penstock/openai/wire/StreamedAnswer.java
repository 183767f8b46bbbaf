package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A streamed completion.
///
/// A chunk is relayed byte for byte, with these exceptions. Line breaks between JSON tokens become spaces, because a chunk
/// is one line. A known finish reason that OpenAI does not have becomes the one that it has. And usage that shares a chunk
/// with a choice moves to a chunk of its own behind the last one, because clients lose the text beside it or stumble over
/// it; a chunk that only repeats a choice's end to bring the usage becomes that chunk. A counter of the usage that a later
/// report lowers keeps its value.
///
/// Chunks with a role and no content say nothing yet. Skipped are blank events, events that only keep the connection alive,
/// and events of an unknown name without choices or an error. Once every choice has finished, everything that cannot be read
/// is skipped.
public final class StreamedAnswer implements AnswerReader {
    private static final JsonText NULL = JsonText.of("null");
    private static final JsonText NO_CHOICES = JsonText.of("[]");
    /// Events of these names must be chunks or errors.
    private static final Set<String> NAMES = Set.of("", "message", "data", "delta", "chunk", "completion",
            "completion.chunk", "chat.completion.chunk", "error");
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
    private Optional<String> unknownWord = Optional.empty();
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
        return Optional.of(new ChatEnd(reason, Optional.ofNullable(usage), unknownWord));
    }

    private void read(ServerEvent event, JsonText json) {
        JsonNode tree = JsonTrees.read(json.toBytes()).orElseGet(MissingNode::getInstance);
        boolean chunk = tree.path("choices").isArray();
        if (!chunk && isBesideTheAnswer(event.name(), tree)) {
            return;
        }
        Optional<FailureDetail> error = ErrorJson.read(event);
        if (error.isPresent()) {
            failure = error.get();
        } else if (chunk) {
            readChunk(FinishReasons.standard(json, tree), tree);
        } else if (!isWhole()) {
            garbled = true;
            failure = FailureDetail.of(tree.isMissingNode()
                    ? "the upstream sent a chunk that is not JSON"
                    : "the upstream sent an event that is not a completion chunk");
        } else if (tree.isObject()) {
            readAfterword(json, tree);
        }
    }

    /// Whether an event is not part of the answer: it keeps the connection alive, or reports something that no completion has.
    private static boolean isBesideTheAnswer(String name, JsonNode data) {
        JsonNode error = data.path("error");
        boolean other = !NAMES.contains(name) || KeepAlive.isName(data.path("type").asText(""));
        return other && !error.isObject() && error.asText("").isBlank();
    }

    /// Whether every choice that was asked for has finished.
    private boolean isWhole() {
        return finished.cardinality() >= choices;
    }

    private void readChunk(JsonText json, JsonNode chunk) {
        boolean afterwards = isAfterword(chunk.path("choices"));
        for (JsonNode choice : chunk.path("choices")) {
            readFinish(choice);
        }
        Optional<Usage> told = UsageJson.read(chunk.path("usage"));
        JsonText counted = told.isPresent() ? count(json, chunk.path("usage"), told.get()) : json;
        if (failure == null) {
            begun = begun || saysSomething(chunk.path("choices")) || isLongOpening(json);
            relay(counted, !chunk.path("choices").isEmpty(), told.isPresent(), afterwards);
        }
    }

    /// An object without choices behind the last finish may still bring the usage.
    private void readAfterword(JsonText json, JsonNode afterword) {
        UsageJson.read(afterword.path("usage")).ifPresent(told -> {
            JsonText counted = count(json, afterword.path("usage"), told);
            heldUsage = new BodyEdits(new ChatBody(counted, ChatJson.members(counted)))
                    .set("choices", NO_CHOICES)
                    .apply();
        });
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
        FinishWord word = FinishReasons.of(choice);
        if (word.isInterruption()) {
            failure = ErrorJson.interruption(word, choice.path("delta"));
        } else if (word.isEnd()) {
            int index = indexOf(choice);
            if (index == 0 || finished.isEmpty()) {
                reason = word.reason();
            }
            finished.set(index);
            unknownWord = unknownWord.or(word::unknown);
        }
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
