package dev.penstock.openai.wire;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatBody.Member;
import dev.penstock.domain.chat.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Edits to a JSON object, made by splicing: what is not edited keeps its bytes, its order and its white space.
///
/// Not safe for concurrent use; the body itself is never changed.
public final class BodyEdits {
    private record Splice(int start, int end, JsonText text) {}

    private final ChatBody body;
    private final Map<String, JsonText> values = new LinkedHashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final List<Splice> splices = new ArrayList<>();

    public BodyEdits(ChatBody body) {
        this.body = body;
    }

    /// What is being edited, as it was.
    public ChatBody body() {
        return body;
    }

    /// Gives a top-level member another value, wherever it occurs, or adds it at the front if it does not occur.
    public BodyEdits set(String name, JsonText value) {
        values.put(name, value);
        removed.remove(name);
        return this;
    }

    /// Takes a top-level member out, wherever it occurs.
    public BodyEdits remove(String name) {
        removed.add(name);
        values.remove(name);
        return this;
    }

    /// Replaces bytes inside a member's value that is neither set nor removed; such places must not overlap.
    ///
    /// @param start a byte offset into the body; equal to `end` for an insertion
    public BodyEdits replace(int start, int end, JsonText text) {
        splices.add(new Splice(start, end, text));
        return this;
    }

    /// Asks for usage in a stream: makes `stream_options.include_usage` true and leaves the other options as they are.
    public BodyEdits askForUsage() {
        Optional<JsonText> options = body.member("stream_options")
                .map(body::value)
                .filter(o -> o.byteAt(0) == '{');
        JsonText yes = JsonText.of("true");
        return set("stream_options", options
                .map(text -> new BodyEdits(new ChatBody(text, ChatJson.members(text)))
                        .set("include_usage", yes)
                        .apply())
                .orElseGet(() -> JsonText.of("{\"include_usage\":true}")));
    }

    /// The edited object; the very same text if there was nothing to edit.
    public JsonText apply() {
        if (values.isEmpty() && removed.isEmpty() && splices.isEmpty()) {
            return body.json();
        }
        List<Splice> all = new ArrayList<>(splices);
        Set<String> missing = new HashSet<>(values.keySet());
        for (Member member : body.members()) {
            JsonText value = values.get(member.name());
            if (value != null) {
                missing.remove(member.name());
                all.add(new Splice(member.valueStart(), member.valueEnd(), value));
            }
        }
        boolean somethingStays = cut(all);
        if (!missing.isEmpty()) {
            int front = openingBrace() + 1;
            all.add(new Splice(front, front, additions(missing, somethingStays)));
        }
        return splice(all);
    }

    /// Cuts removed members out together with the comma that each leaves over.
    private boolean cut(List<Splice> all) {
        List<Member> members = body.members();
        int lastKept = members.size() - 1;
        while (lastKept >= 0 && removed.contains(members.get(lastKept).name())) {
            lastKept--;
        }
        for (int i = 0; i < lastKept; i++) {
            if (removed.contains(members.get(i).name())) {
                all.add(new Splice(members.get(i).nameStart(), members.get(i + 1).nameStart(),
                        JsonText.of("")));
            }
        }
        if (lastKept < members.size() - 1) {
            int start = lastKept < 0 ? members.getFirst().nameStart() : members.get(lastKept).valueEnd();
            all.add(new Splice(start, members.getLast().valueEnd(), JsonText.of("")));
        }
        return lastKept >= 0;
    }

    private JsonText additions(Set<String> missing, boolean somethingFollows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean first = true;
        for (Map.Entry<String, JsonText> added : values.entrySet()) {
            if (missing.contains(added.getKey())) {
                write(out, JsonText.of((first ? "\"" : ",\"") + added.getKey() + "\":"));
                write(out, added.getValue());
                first = false;
            }
        }
        if (somethingFollows) {
            out.write(',');
        }
        return JsonText.owning(out.toByteArray());
    }

    private JsonText splice(List<Splice> all) {
        all.sort(Comparator.comparingInt(Splice::start).thenComparingInt(Splice::end));
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.json().length() + 128);
        int copied = 0;
        for (Splice one : all) {
            write(out, body.json().slice(copied, one.start()));
            write(out, one.text());
            copied = one.end();
        }
        write(out, body.json().slice(copied, body.json().length()));
        return JsonText.owning(out.toByteArray());
    }

    private int openingBrace() {
        int i = 0;
        while (body.json().byteAt(i) != '{') {
            i++;
        }
        return i;
    }

    private static void write(ByteArrayOutputStream out, JsonText text) {
        try {
            text.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
    }
}
