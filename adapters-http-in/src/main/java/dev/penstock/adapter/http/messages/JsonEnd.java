package dev.penstock.adapter.http.messages;

/// Watches a JSON object go by in pieces, and knows when it is whole. Not safe for concurrent use.
final class JsonEnd {
    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    void watch(String piece) {
        for (int i = 0; i < piece.length() && !isWhole(); i++) {
            watch(piece.charAt(i));
        }
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
