package dev.penstock.openai.upstream;

import java.util.regex.Pattern;

/// Redacts what looks like a key. Upstreams quote keys that they refuse, whole or with stars in the middle, and a gateway
/// behind them may quote keys of its own.
final class KeyTexts {
    /// OpenAI and many others (`sk-`), Groq (`gsk_`), xAI, Hugging Face, NVIDIA, Google, bearer tokens (RFC 6750), and JSON web
    /// tokens.
    private static final Pattern KEY = Pattern.compile(
            "\\b(?:sk-|sk_|gsk_|xai-|hf_|nvapi-|AIza)[A-Za-z0-9_*-]{16,}"
                    + "|(?<=[Bb]earer )[A-Za-z0-9._~+/*-]{16,}=*"
                    + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?");

    private KeyTexts() {}

    static String redacted(String text) {
        return KEY.matcher(text).replaceAll("***");
    }
}
