package dev.penstock.openai.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives the tools of a request names that its upstream accepts, and finds the tool that an answer calls.
///
/// Upstreams accept 1 to 64 letters, digits, `_` and `-`: OpenAI's and Anthropic's rule, which many servers have taken over. Such a
/// name stays as it is. Every other name becomes one that depends on it alone, so it is the same in every turn. A tool in a
/// namespace is `namespace__name`, unless another tool has that name. Two tools never get one name. Not safe for concurrent use.
public final class ToolNames {
    /// A tool as its client knows it.
    ///
    /// @param namespace empty if it has none
    public record Tool(String namespace, String name) {}

    private static final int LONGEST = 64;
    private static final int HASHED = 8;

    private final Map<Tool, String> upstream = new HashMap<>();
    private final Map<String, Tool> clients = new HashMap<>();

    private ToolNames() {}

    /// The names of tools without namespaces.
    public static ToolNames of(Collection<String> names) {
        return ofTools(names.stream().map(name -> new Tool("", name)).toList());
    }

    /// @param tools all that the request offers; of two that would get one name, the first one gets it
    public static ToolNames ofTools(List<Tool> tools) {
        ToolNames names = new ToolNames();
        for (Tool tool : tools) { // a name that can stay is no other tool's
            if (tool.namespace().isEmpty() && isLegal(tool.name())) {
                names.assign(tool, tool.name());
            }
        }
        tools.forEach(names::upstream);
        return names;
    }

    /// The name for the upstream; of a tool that is not on offer, too, for calls of the past.
    public String upstream(String name) {
        return upstream(new Tool("", name));
    }

    /// As [#upstream(String)].
    public String upstream(Tool tool) {
        String known = upstream.get(tool);
        if (known != null) {
            return known;
        }
        if (tool.namespace().isEmpty() && isLegal(tool.name())) {
            return tool.name(); // of the past, or a tool in a namespace by its whole name
        }
        String whole = tool.namespace().isEmpty() ? tool.name() : tool.namespace() + "__" + tool.name();
        String wanted = whole;
        for (int attempt = 0; !isLegal(wanted) || clients.containsKey(wanted); attempt++) {
            wanted = hashed(tool, whole, attempt);
        }
        assign(tool, wanted);
        return wanted;
    }

    /// The name that a client knows a tool without a namespace by.
    ///
    /// @param name as an answer has it; a name that no tool was given stays
    public String client(String name) {
        Tool tool = clients.get(name);
        return tool == null ? name : tool.name();
    }

    /// The tool with that name for the upstream.
    public Optional<Tool> tool(String name) {
        return Optional.ofNullable(clients.get(name));
    }

    /// Whether upstreams accept a name as it is.
    public static boolean isLegal(String name) {
        return CallIdCodec.isLegal(name, LONGEST);
    }

    private void assign(Tool tool, String name) {
        upstream.put(tool, name);
        clients.put(name, tool);
    }

    /// The name as far as it is legal, and a hash of it.
    private static String hashed(Tool tool, String whole, int attempt) {
        StringBuilder name = new StringBuilder(LONGEST);
        for (int i = 0; i < whole.length() && name.length() < LONGEST - HASHED - 1; i++) {
            char c = whole.charAt(i);
            name.append(isLegal(String.valueOf(c)) ? c : '_');
        }
        byte[] hashed = sha256((attempt == 0 ? "" : attempt + "\n") + tool.namespace() + "\n" + tool.name());
        return name.append('_').append(HexFormat.of().formatHex(hashed, 0, HASHED / 2)).toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
