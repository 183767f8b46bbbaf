package dev.penstock.adapter.http.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.openai.wire.CarriedJson;
import java.util.function.Consumer;

/// One call of a tool, as far as it has come. Not safe for concurrent use.
final class ToolCall {
    private final int index;
    private final JsonEnd end = new JsonEnd();
    private final StringBuilder unsent = new StringBuilder();
    private String id = "";
    private String name = "";
    private boolean hasArguments;

    /// @param index the upstream's
    ToolCall(int index) {
        this.index = index;
    }

    /// Takes the next piece. Of id and name the first that says something counts: upstreams repeat them as null, as "" or
    /// as they were.
    void add(JsonNode delta) {
        id = id.isEmpty() ? delta.path("id").asText("") : id;
        JsonNode function = delta.path("function");
        name = name.isEmpty() ? function.path("name").asText("") : name;
        JsonNode arguments = function.path("arguments");
        String piece = arguments.isObject() ? CarriedJson.text(arguments) : arguments.asText("");
        unsent.append(piece);
        end.watch(piece);
        hasArguments |= !piece.isBlank();
    }

    /// Whether a piece with that index and id is one of this call. Some upstreams use an index again for another call.
    boolean isMeantBy(int otherIndex, String otherId) {
        boolean another = !otherId.isEmpty() && !id.isEmpty() && !otherId.equals(id) && end.isWhole();
        return index == otherIndex && !another;
    }

    int index() {
        return index;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    boolean isNamed() {
        return !id.isEmpty() && !name.isEmpty();
    }

    /// Whether its arguments have ended.
    boolean isWhole() {
        return end.isWhole();
    }

    /// Whether its arguments have begun and not ended.
    boolean isCut() {
        return hasArguments && !end.isWhole();
    }

    /// Hands over what has come since the last time, if anything has.
    void send(Consumer<String> to) {
        if (!unsent.isEmpty()) {
            to.accept(unsent.toString());
            unsent.setLength(0);
        }
    }

    /// Hands over the rest. A call without arguments has none at all up to here.
    void sendLast(Consumer<String> to) {
        if (!hasArguments) {
            unsent.append("{}");
        }
        send(to);
    }
}
