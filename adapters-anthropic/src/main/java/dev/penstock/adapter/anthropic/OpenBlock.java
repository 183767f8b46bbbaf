package dev.penstock.adapter.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A block of a streamed message that has begun and not ended, as far as something of it has to be remembered. Not safe for
/// concurrent use.
sealed interface OpenBlock {

    /// Gathers a thought and its signature.
    final class Thought implements OpenBlock {
        private final int index;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder signature = new StringBuilder();

        /// @param index which thought of the answer it is
        Thought(int index) {
            this.index = index;
        }

        void think(String piece) {
            text.append(piece);
        }

        void sign(String piece) {
            signature.append(piece);
        }

        /// How many characters there are so far.
        int length() {
            return text.length() + signature.length();
        }

        ObjectNode detail() {
            return Thoughts.detail(index, text.toString(), signature.toString());
        }
    }

    /// A call of a tool.
    final class Call implements OpenBlock {
        private final int index;
        private final JsonNode input;
        private boolean begun;

        /// @param index which call of the answer it is
        /// @param input what the block began with: an empty object, unless the upstream tells all at once
        Call(int index, JsonNode input) {
            this.index = index;
            this.input = input;
        }

        int index() {
            return index;
        }

        JsonNode input() {
            return input;
        }

        /// Whether a piece of the arguments was told.
        boolean begun() {
            return begun;
        }

        void begin() {
            begun = true;
        }
    }
}
