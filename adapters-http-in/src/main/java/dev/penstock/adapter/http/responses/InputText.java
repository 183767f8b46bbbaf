package dev.penstock.adapter.http.responses;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text inside `{"input":"…"}`, as its pieces arrive: a patch of many pages shall not come all at once.
final class InputText {
    private static final Pattern BEGINNING = Pattern
            .compile("\\s*\\{\\s*\"" + CustomTool.INPUT + "\"\\s*:\\s*\"");

    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private int read;
    private boolean begun;
    private boolean ended;

    /// Takes more of the arguments.
    ///
    /// @return the text that became known by it
    String more(String arguments) {
        if (ended) {
            return "";
        }
        raw.append(arguments);
        if (!begun) {
            Matcher beginning = BEGINNING.matcher(raw);
            if (!beginning.lookingAt()) {
                return "";
            }
            begun = true;
            read = beginning.end();
        }
        int known = text.length();
        while (!ended && readOne()) {
            // as far as it goes
        }
        return text.substring(known);
    }

    /// The text that is still missing when all arguments are there.
    String rest(String arguments) {
        ended = true;
        String whole = CustomTool.input(arguments);
        boolean cutOff = begun && whole.equals(arguments);
        if (cutOff || !whole.startsWith(text.toString())) {
            return ""; // what was told cannot be taken back
        }
        String missing = whole.substring(text.length());
        text.append(missing);
        return missing;
    }

    /// Whether the text has begun.
    boolean hasBegun() {
        return begun;
    }

    /// All that was told.
    String text() {
        return text.toString();
    }

    /// @return whether there was one more character
    private boolean readOne() {
        if (read >= raw.length()) {
            return false;
        }
        char c = raw.charAt(read);
        if (c == '"') {
            ended = true;
            return false;
        }
        if (c != '\\') {
            text.append(c);
            read++;
            return true;
        }
        if (read + 1 >= raw.length()) {
            return false;
        }
        char escaped = raw.charAt(read + 1);
        if (escaped == 'u') {
            return readCode();
        }
        text.append(switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escaped;
        });
        read += 2;
        return true;
    }

    private boolean readCode() {
        if (read + 6 > raw.length()) {
            return false;
        }
        try {
            text.append((char) Integer.parseInt(raw, read + 2, read + 6, 16));
        } catch (NumberFormatException e) {
            ended = true;
            return false;
        }
        read += 6;
        return true;
    }
}
