package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.application.ListedModel;
import dev.penstock.openai.wire.CarriedJson;
import java.util.List;

/// Lists of models as the Messages API writes them.
public final class MessagesModels {
    private static final String UNKNOWN_DATE = "1970-01-01T00:00:00Z";

    private MessagesModels() {}

    /// Which page of the list is wanted.
    ///
    /// @param after the id behind which the page begins; "" for none
    /// @param before the id before which the page ends; "" for none
    /// @param limit how many models the page may have
    public record Window(String after, String before, int limit) {}

    /// One page of the list.
    ///
    /// @return JSON, UTF-8
    public static byte[] page(List<ListedModel> models, Window window) {
        List<String> ids = models.stream().map(ListedModel::id).toList();
        int from = window.after().isEmpty() ? 0 : behind(ids, window.after());
        int to = window.before().isEmpty() ? ids.size() : Math.max(from, ids.indexOf(window.before()));
        boolean backwards = !window.before().isEmpty() && window.after().isEmpty();
        int first = backwards ? Math.max(from, to - window.limit()) : from;
        int last = backwards ? to : (int) Math.min(to, (long) from + window.limit());
        ObjectNode page = NODES.objectNode();
        ArrayNode data = page.putArray("data");
        models.subList(first, last).forEach(model -> data.add(json(model)));
        page.put("has_more", backwards ? first > from : last < to);
        page.put("first_id", first < last ? ids.get(first) : null);
        page.put("last_id", first < last ? ids.get(last - 1) : null);
        return CarriedJson.write(page);
    }

    /// One model.
    ///
    /// @return JSON, UTF-8
    public static byte[] one(ListedModel model) {
        return CarriedJson.write(json(model));
    }

    private static int behind(List<String> ids, String id) {
        int place = ids.indexOf(id);
        return place < 0 ? ids.size() : place + 1;
    }

    /// Claude Code shows `display_name` and `description` in its list of models.
    private static ObjectNode json(ListedModel model) {
        ObjectNode json = NODES.objectNode()
                .put("type", "model")
                .put("id", model.id())
                .put("display_name", model.displayName())
                .put("description", "by " + model.ownedBy())
                .put("created_at", UNKNOWN_DATE);
        model.contextLength().ifPresent(tokens -> json.put("max_input_tokens", tokens));
        return json;
    }
}
