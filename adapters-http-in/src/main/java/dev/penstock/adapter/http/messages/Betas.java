package dev.penstock.adapter.http.messages;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The header `anthropic-beta` of a request that is converted. Pure.
///
/// A beta and the body field that it announces travel as a pair: Anthropic answers 400 to one without the other. A conversion
/// drops fields that it does not know, so only betas remain that need no field, or one that is kept.
final class Betas {
    private static final String HEADER = "anthropic-beta";
    /// Without the date at the end.
    private static final List<String> KEPT = List.of("claude-code", "context-1m", "effort",
            "extended-cache-ttl",
            "fine-grained-tool-streaming", "interleaved-thinking", "max-tokens-3-5-sonnet", "output-128k",
            "pdfs", "prompt-caching", "structured-outputs", "token-counting", "token-efficient-tools");

    private Betas() {}

    /// @param headers by lower-case name
    static Map<String, String> ofConverted(Map<String, String> headers) {
        String betas = headers.get(HEADER);
        if (betas == null) {
            return headers;
        }
        String kept = Arrays.stream(betas.split(",", -1))
                .map(String::strip)
                .filter(beta -> KEPT.stream().anyMatch(name -> beta.startsWith(name + "-")))
                .collect(Collectors.joining(","));
        Map<String, String> others = new HashMap<>(headers);
        if (kept.isEmpty()) {
            others.remove(HEADER);
        } else {
            others.put(HEADER, kept);
        }
        return others;
    }
}
