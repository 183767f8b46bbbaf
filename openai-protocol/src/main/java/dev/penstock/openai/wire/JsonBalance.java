package dev.penstock.openai.wire;

/// Finds the end of a JSON object or array that arrives in pieces, by counting brackets. Not safe for concurrent use.
final class JsonBalance {
    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    /// @return how many characters of the piece belong to the value
    int watch(String piece) {
        int i = 0;
        while (i < piece.length() && !isWhole()) {
            watch(piece.charAt(i++));
        }
        return i;
    }

    boolean isWhole() {
        return begun && depth == 0;
    }

    private void watch(char c) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = c == '\\';
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            begun = true;
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
}
