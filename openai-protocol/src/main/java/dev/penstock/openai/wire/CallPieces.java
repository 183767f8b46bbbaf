package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Assembles the tool calls of a streamed answer. A piece belongs to a call by its `index`, else by its `id`, else to the
/// latest call.
///
/// Some upstreams send neither, or one index or id for several calls. So a piece begins another call if it names another
/// function, or names one after the call's arguments have ended, or names one and has another id, unless its arguments go
/// on in the middle. Of ids and names the first that is not empty counts:
/// upstreams repeat them as null, as `""` or as they were. Not safe for concurrent use.
public final class CallPieces {
    /// One call, as far as it has arrived.
    public static final class Call {
        private final int number;
        private final int index;
        private final StringBuilder arguments = new StringBuilder();
        private final JsonBalance balance = new JsonBalance();
        private String id = "";
        private String name = "";
        private boolean renamed;
        private boolean overrun;
        private int delta;

        private Call(int number, int index) {
            this.number = number;
            this.index = index;
        }

        /// Which call of the answer it is, from 0.
        public int number() {
            return number;
        }

        /// The upstream's index; the number if it sent none.
        public int index() {
            return index;
        }

        /// Empty if the upstream has sent none.
        public String id() {
            return id;
        }

        /// Empty if the upstream has sent none.
        public String name() {
            return name;
        }

        public String arguments() {
            return arguments.toString();
        }

        /// What has arrived of the arguments since they had that length.
        public String argumentsFrom(int length) {
            return arguments.substring(length);
        }

        /// How many characters of the arguments have arrived.
        public int length() {
            return arguments.length();
        }

        /// Whether the arguments begin like an object. White space and `null` do not: they may be all that arrives.
        public boolean isObject() {
            int i = 0;
            while (i < arguments.length() && arguments.charAt(i) <= ' ') {
                i++;
            }
            return i < arguments.length() && arguments.charAt(i) == '{';
        }

        /// Whether the arguments are an object or array that has ended.
        public boolean isWhole() {
            return balance.isWhole();
        }

        /// Whether more than white space followed the end of the arguments.
        public boolean isOverrun() {
            return overrun;
        }

        /// The arguments as [CallArguments#input] reads them.
        public Optional<ObjectNode> input() {
            return CallArguments.input(CarriedJson.NODES.textNode(arguments()));
        }

        private void add(String moreId, String moreName, String more, int inDelta) {
            id = id.isEmpty() ? moreId : id;
            renamed |= isWhole() && !moreName.isEmpty() && more.isBlank();
            name = name.isEmpty() ? moreName : name;
            delta = inDelta;
            arguments.append(more);
            overrun |= !more.substring(balance.watch(more)).isBlank();
        }

        private boolean repeats(String otherId, String more) {
            return !otherId.isEmpty() && otherId.equals(id) && isWhole() && more.contentEquals(arguments);
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private int delta;

    /// The calls so far, in the order in which they began.
    public List<Call> calls() {
        return Collections.unmodifiableList(calls);
    }

    /// Begins the pieces of the next chunk. Two pieces of one chunk that both name a function are two calls.
    public void nextDelta() {
        delta++;
    }

    /// Adds a piece.
    ///
    /// @param piece an element of `tool_calls`
    /// @return the call that it belongs to
    public Call add(JsonNode piece) {
        JsonNode function = piece.path("function");
        String id = piece.path("id").asText("");
        String name = function.path("name").asText("");
        String more = CallArguments.piece(function.path("arguments"));
        int index = piece.path("index").asInt(-1);
        Call known = index < 0 ? latest(id) : latestAt(index, id);
        if (known != null && known.repeats(id, more)) {
            return known;
        }
        if (known != null && !isAnother(known, index >= 0, id, name, more)) {
            known.add(id, name, more, delta);
            return known;
        }
        Call fresh = new Call(calls.size(), index < 0 ? calls.size() : index);
        fresh.add(id, known != null && name.isEmpty() ? known.name : name, more, delta);
        calls.add(fresh);
        return fresh;
    }

    private boolean isAnother(Call known, boolean indexed, String id, String name, String more) {
        boolean otherId = !id.isEmpty() && !known.id.isEmpty() && !id.equals(known.id);
        boolean otherName = !name.isEmpty() && !known.name.isEmpty() && !name.equals(known.name);
        boolean sameId = !id.isEmpty() && id.equals(known.id);
        if (!name.isEmpty() && known.delta == delta && !(sameId && !known.isWhole())) {
            return true;
        }
        if (otherId) {
            boolean says = !name.isEmpty() || !more.isBlank();
            boolean goesOn = indexed && known.length() > 0 && !more.isBlank()
                    && !more.stripLeading().startsWith("{");
            return (known.isWhole() && says) || otherName || (!goesOn && !name.isEmpty());
        }
        if (!known.isWhole() || otherName) {
            return otherName;
        }
        return !more.isBlank() && (!name.isEmpty() || known.renamed);
    }

    private @Nullable Call latestAt(int index, String id) {
        Call latest = null;
        for (Call call : calls) {
            if (call.index == index) {
                if (!id.isEmpty() && id.equals(call.id)) {
                    return call;
                }
                latest = call;
            }
        }
        return latest;
    }

    private @Nullable Call latest(String id) {
        for (Call call : calls.reversed()) {
            if (!id.isEmpty() && call.id.equals(id)) {
                return call;
            }
        }
        return calls.isEmpty() ? null : calls.getLast();
    }
}
