package dev.penstock.adapter.http.session;

import dev.penstock.domain.chat.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/// Hashes the texts in JSON values without building a tree. Of each text the beginning counts, and the cost is bounded.
///
/// The values must be well-formed. Used by one thread.
final class PromptHash {
    /// The most messages up to the first one of the user.
    private static final int MOST_MESSAGES = 16;
    /// The most bytes of one text that count.
    private static final int LONGEST_TEXT = 4 * 1024;
    /// The most bytes of a text completion's prompt that count: an editor's prompt changes near the cursor.
    private static final int LONGEST_BEGINNING = 256;
    /// The most bytes of all texts that count.
    private static final int LONGEST = 64 * 1024;
    /// The most bytes of a value that are read.
    private static final int FARTHEST = 1024 * 1024;

    private static final byte[] ROLE = ascii("\"role\"");
    private static final byte[] USER = ascii("\"user\"");
    /// Members that do not count: marks that move, ids that may be new in each turn, and words about the form.
    private static final List<byte[]> IGNORED = List.of(ROLE, ascii("\"type\""), ascii("\"id\""),
            ascii("\"cache_control\""), ascii("\"status\""));
    /// Claude Code begins its system prompt with a text that differs in every request.
    private static final byte[] BILLING = ascii("\"x-anthropic-billing-header");

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int BETWEEN_TEXTS = 0xff; // is in no UTF-8 text

    private long hash = FNV_OFFSET;
    private int counted;
    private int texts;
    private boolean userSpoke;

    /// The hash; empty if there was no text.
    OptionalLong value() {
        return texts == 0 ? OptionalLong.empty() : OptionalLong.of(hash);
    }

    /// Adds all texts of a value.
    void add(JsonText value) {
        var _ = walk(value, 0);
    }

    /// Adds the beginning of the first text of a list of texts, or of a text.
    void addBeginning(JsonText value) {
        int text = value.byteAt(0) == '{' ? -1 : value.indexOf('"', 0);
        if (text >= 0) {
            addText(value, text, endOfString(value, text), LONGEST_BEGINNING);
        }
    }

    /// Adds the texts of messages up to the first one of the user; a text is a message of the user.
    void addUpToTheUser(JsonText messages) {
        if (messages.byteAt(0) != '[') {
            add(messages);
            return;
        }
        userSpoke = false;
        int at = 1;
        int left = MOST_MESSAGES;
        while (at < messages.length() && left > 0 && !userSpoke) {
            byte next = messages.byteAt(at);
            if (next == '{' || next == '"') {
                at = walk(messages, at);
                left--;
            } else {
                at++;
            }
        }
    }

    /// Adds the texts of the value at `at`.
    ///
    /// @return where the value ends; the end of the JSON if enough was read
    private int walk(JsonText json, int at) {
        int depth = 0;
        int next = at;
        do {
            if (counted >= LONGEST || next >= FARTHEST) {
                return json.length();
            }
            switch (json.byteAt(next)) {
                case '"' -> next = string(json, next, depth);
                case '{', '[' -> {
                    depth++;
                    next++;
                }
                case '}', ']' -> {
                    depth--;
                    next++;
                }
                default -> next++;
            }
        } while (depth > 0 && next < json.length());
        return next;
    }

    /// Adds a text, or reads past a name, and past its value if that does not count.
    private int string(JsonText json, int start, int depth) {
        int end = endOfString(json, start);
        int colon = depth > 0 ? afterSpace(json, end) : json.length();
        if (colon >= json.length() || json.byteAt(colon) != ':') {
            if (!json.hasAt(start, BILLING)) {
                addText(json, start, end, LONGEST_TEXT);
            }
            return end;
        }
        int value = afterSpace(json, colon + 1);
        if (depth == 1 && json.hasAt(start, ROLE) && value < json.length() && json.hasAt(value, USER)) {
            userSpoke = true;
        }
        return isIgnored(json, start) ? endOf(json, value) : value;
    }

    private static boolean isIgnored(JsonText json, int name) {
        for (byte[] ignored : IGNORED) {
            if (json.hasAt(name, ignored)) {
                return true;
            }
        }
        return false;
    }

    /// Where a value ends that does not count; its own beginning if that is a number or a word.
    private static int endOf(JsonText json, int start) {
        int depth = 0;
        int next = start;
        do {
            if (next >= json.length() || next >= FARTHEST) {
                return json.length();
            }
            switch (json.byteAt(next)) {
                case '"' -> next = endOfString(json, next);
                case '{', '[' -> {
                    depth++;
                    next++;
                }
                case '}', ']' -> {
                    if (depth == 0) {
                        return next; // of the object around a number or a word
                    }
                    depth--;
                    next++;
                }
                default -> next += depth == 0 ? 0 : 1;
            }
        } while (depth > 0);
        return next;
    }

    private static int endOfString(JsonText json, int start) {
        int last = Math.min(json.length(), start + FARTHEST);
        for (int i = start + 1; i < last; i++) {
            byte next = json.byteAt(i);
            if (next == '"') {
                return i + 1;
            }
            if (next == '\\') {
                i++;
            }
        }
        return json.length();
    }

    private static int afterSpace(JsonText json, int start) {
        int next = start;
        while (next < json.length() && json.byteAt(next) <= ' ' && json.byteAt(next) >= 0) {
            next++;
        }
        return next;
    }

    private void addText(JsonText json, int start, int end, int most) {
        int last = Math.min(end - 1, start + 1 + most);
        for (int i = start + 1; i < last; i++) {
            hash = (hash ^ (json.byteAt(i) & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ BETWEEN_TEXTS) * FNV_PRIME;
        counted += Math.max(0, last - start - 1);
        texts++;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
