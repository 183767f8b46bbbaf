package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.application.ListedModel;
import dev.penstock.openai.wire.CarriedJson;
import java.util.List;

/// Lists of models as the Messages API writes them.
public final class MessagesModels {
    private static final String NOBODY_KNOWS = "1970-01-01T00:00:00Z";

    private MessagesModels() {}

    /// One page of the list.
    ///
    /// @param after the id behind which the page begins; "" for the first page
    /// @param limit how many models the page may have
    /// @return JSON, UTF-8
    public static byte[] page(List<ListedModel> models, String after, int limit) {
        List<String> ids = models.stream().map(ListedModel::id).toList();
        int from = after.isEmpty() ? 0 : ids.contains(after) ? ids.indexOf(after) + 1 : ids.size();
        int to = (int) Math.min(ids.size(), (long) from + limit);
        ObjectNode page = NODES.objectNode();
        ArrayNode data = page.putArray("data");
        ids.subList(from, to).forEach(id -> data.add(json(id)));
        page.put("has_more", to < ids.size());
        page.put("first_id", from < to ? ids.get(from) : null);
        page.put("last_id", from < to ? ids.get(to - 1) : null);
        return CarriedJson.write(page);
    }

    /// One model.
    ///
    /// @return JSON, UTF-8
    public static byte[] one(ListedModel model) {
        return CarriedJson.write(json(model.id()));
    }

    private static ObjectNode json(String id) {
        return NODES.objectNode()
                .put("type", "model")
                .put("id", id)
                .put("display_name", id)
                .put("created_at", NOBODY_KNOWS);
    }
}
