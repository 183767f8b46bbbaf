package dev.penstock.adapter.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The plug-ins as `GET /admin/plugins` answers them.
public final class PluginsJson {
    private PluginsJson() {}

    /// A list in the shape of OpenAI's.
    ///
    /// @param concerns what is configured and cannot be used as it should
    public static ObjectNode of(List<PluginStatus> statuses, List<String> concerns) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (PluginStatus status : statuses) {
            ObjectNode one = data.addObject()
                    .put("object", "plugin")
                    .put("name", status.name())
                    .put("version", status.version())
                    .put("state", status.state());
            ArrayNode kinds = one.putArray("kinds");
            for (PluginStatus.Kind kind : status.kinds()) {
                ArrayNode capabilities = kinds.addObject()
                        .put("role", kind.role().replace(' ', '_'))
                        .put("kind", kind.name())
                        .putArray("capabilities");
                kind.capabilities().stream().sorted().forEach(capabilities::add);
            }
            ArrayNode problems = one.putArray("problems");
            status.problems().forEach(problems::add);
        }
        ArrayNode others = json.putArray("concerns");
        concerns.forEach(others::add);
        return json;
    }
}
