package dev.penstock.openai.upstream;

import java.util.regex.Pattern;

/// Redacts what looks like a key. Upstreams quote keys that they refuse, whole or with stars in the middle, and a gateway
/// behind them may quote keys of its own.
final class KeyTexts {
    /// OpenAI and many others (`sk-`), Groq (`gsk_`), xAI, Hugging Face, NVIDIA, Google, and bearer tokens.
    private static final Pattern KEY = Pattern.compile(
            "(?:\\b(?:sk-|sk_|gsk_|xai-|hf_|nvapi-|AIza)|(?<=Bearer ))[A-Za-z0-9_*-]{16,}");

    private KeyTexts() {}

    static String redacted(String text) {
        return KEY.matcher(text).replaceAll("***");
    }
}
