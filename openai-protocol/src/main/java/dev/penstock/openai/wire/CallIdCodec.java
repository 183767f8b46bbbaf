package dev.penstock.openai.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/// Writes any tool-call id as one of letters, digits, `_` and `-`, and reads it back. Pure.
///
/// An encoded id is `pstk_`, a number, `_` and the id's UTF-8 in base64url. The number is 0, or tells apart several calls that
/// have one id. An id that would become too long is replaced by 128 bits of its SHA-256 and cannot be read back.
final class CallIdCodec {
    /// The longest id that is sent to an upstream that restricts ids. Anthropic documents no limit, Amazon Bedrock 64.
    static final int LONGEST_UPSTREAM = 64;
    /// The longest id that is made for an upstream. OpenAI's chat completions accept 40 characters.
    static final int LONGEST_WRITTEN = 40;
    /// The longest id that a client gets. Larger than what upstreams are known to write into their ids, such as signatures.
    static final int LONGEST_CLIENT = 4096;

    private static final String PREFIX = "pstk_";
    private static final String FIRST = PREFIX + "0_";

    private CallIdCodec() {}

    /// Whether an id is not empty and has only letters, digits, `_` and `-`: what Anthropic's API accepts.
    static boolean isLegal(String id, int longest) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean legal = c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
            if (!legal) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= longest;
    }

    /// @param number which call of that id it is
    /// @param longest at least 40
    static String encode(String id, int number, int longest) {
        Optional<ByteBuffer> utf8 = utf8(id);
        if (utf8.isPresent()) {
            String encoded = PREFIX + number + "_" + base64(utf8.get());
            if (encoded.length() <= longest) {
                return encoded;
            }
        }
        return PREFIX + "h" + number + "_" + base64(ByteBuffer.wrap(hash(id), 0, 16));
    }

    /// The id that [#encode] was given, if the number is 0.
    ///
    /// @return empty if this is not exactly what [#encode] makes of an id that a client cannot get as it is
    static Optional<String> decode(String encoded) {
        if (!encoded.startsWith(FIRST) || encoded.length() == FIRST.length()) {
            return Optional.empty();
        }
        try {
            byte[] utf8 = Base64.getUrlDecoder().decode(encoded.substring(FIRST.length()));
            String id = new String(utf8, StandardCharsets.UTF_8);
            boolean same = encode(id, 0, LONGEST_CLIENT).equals(encoded) && !isClear(id);
            return same ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether a client gets the id as the upstream wrote it. An id that looks like an encoded one is encoded, too, so that
    /// decoding it gives what the upstream wrote.
    static boolean isClear(String id) {
        return isLegal(id, LONGEST_CLIENT) && !id.startsWith(PREFIX);
    }

    private static String base64(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII
                .decode(Base64.getUrlEncoder().withoutPadding().encode(bytes))
                .toString();
    }

    /// @return empty if the id has half of a surrogate pair
    private static Optional<ByteBuffer> utf8(String id) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(id)));
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static byte[] hash(String id) {
        ByteBuffer utf16 = ByteBuffer.allocate(id.length() * Character.BYTES);
        utf16.asCharBuffer().put(id);
        try {
            return MessageDigest.getInstance("SHA-256").digest(utf16.array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
