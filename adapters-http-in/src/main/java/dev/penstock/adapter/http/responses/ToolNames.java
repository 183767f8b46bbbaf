package dev.penstock.adapter.http.responses;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Names of tools, whose namespaces chat requests do not have.
final class ToolNames {
    /// As long as OpenAI and DashScope let a function's name be.
    private static final int LONGEST = 64;

    private ToolNames() {}

    /// The name of a tool in a chat request: the same for the same tool, in every turn.
    ///
    /// @param namespace empty if it has none
    static String flat(String namespace, String name) {
        String whole = namespace.isEmpty() ? name : namespace + "__" + name;
        if (namespace.isEmpty() || whole.length() <= LONGEST) {
            return whole;
        }
        CRC32 sum = new CRC32();
        sum.update(whole.getBytes(StandardCharsets.UTF_8));
        return whole.substring(0, LONGEST - 9) + "_" + String.format("%08x", sum.getValue());
    }
}
