package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.application.ListedModel;
import dev.penstock.openai.wire.CarriedJson;
import java.util.List;

/// The list of models as Codex wants it when it asks with its `client_version`: every member that it cannot do without,
/// and no promise that a model might not keep.
public final class CodexModels {
    /// Codex sends these along as `instructions` for a model it has none of its own for.
    private static final String INSTRUCTIONS = """
            You are Codex, a coding agent that works in the user's terminal and on the files of one workspace.

            Work until the task is done, then say briefly what you did. Look before you change: read the files that matter, \
            search with fast tools, and follow the AGENTS.md files whose scope covers what you touch. Make the smallest \
            change that solves the problem at its root, in the style of the code around it, and leave what is not asked for \
            alone. Edit files with the apply_patch tool if there is one. Never undo changes that you did not make, and do \
            not commit unless asked. Where tests or a build exist, run what covers your change and mend what you broke. \
            Commands may need the user's approval: say what for. If a command fails, read its output before trying again.

            Tell the user what you are about to do in a sentence before longer steps. Answer in plain, short text, name \
            files by their path, and show no large files that you have written.
            """;

    private CodexModels() {}

    /// `{"models":[…]}`, UTF-8.
    public static byte[] json(List<ListedModel> models) {
        ObjectNode list = CarriedJson.object();
        list.putArray("models");
        for (int i = 0; i < models.size(); i++) {
            list.withArray("/models").add(model(models.get(i), i));
        }
        return CarriedJson.write(list);
    }

    private static ObjectNode model(ListedModel model, int place) {
        ObjectNode json = CarriedJson.object()
                .put("slug", model.id())
                .put("display_name", model.id())
                .put("description", "by " + model.ownedBy());
        json.putArray("supported_reasoning_levels");
        json.put("shell_type", "default")
                .put("visibility", "list")
                .put("supported_in_api", true)
                .put("priority", place)
                .putNull("availability_nux")
                .putNull("upgrade")
                .put("base_instructions", INSTRUCTIONS)
                .put("supports_reasoning_summaries", false)
                .put("support_verbosity", false)
                .putNull("default_verbosity")
                .put("apply_patch_tool_type", "freeform")
                .put("web_search_tool_type", "text")
                .put("supports_parallel_tool_calls", true);
        json.putObject("truncation_policy").put("mode", "bytes").put("limit", 10_000);
        json.putArray("experimental_supported_tools");
        model.contextLength().ifPresent(tokens -> json.put("context_window", tokens));
        return json;
    }
}
