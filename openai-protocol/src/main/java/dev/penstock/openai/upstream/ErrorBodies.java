package dev.penstock.openai.upstream;

import dev.penstock.openai.wire.JsonTrees;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Reads the bodies of error responses: decodes the content coding and the charset. Blocks as the body does.
final class ErrorBodies {
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_TEXT = 4000;
    private static final int MAX_CODING = 40;
    private static final Set<String> DECODED = Set.of("gzip", "x-gzip", "deflate", "zstd");
    private static final int ZLIB = 8;
    private static final int LOW_NIBBLE = 0x0f;

    private ErrorBodies() {}

    /// Reads at most 256 KB, coded and decoded. A coding that breaks off leaves what was decoded before; a body that is not
    /// in the coding that its header names is taken as it is. If the connection breaks, what has arrived is returned: the
    /// status says more than the break.
    ///
    /// @return UTF-8
    static byte[] read(UpstreamResponse response) {
        byte[] coded = bytes(response.body());
        String coding = coding(response).orElse("");
        byte[] body = isGzip(coded) ? decoded(coded, ErrorBodies::gunzipping) : switch (coding) {
            case "deflate" -> decoded(coded, ErrorBodies::inflating);
            case "zstd" -> decoded(coded, bytes -> new ZstdJavaInputStream(new ByteArrayInputStream(bytes)));
            default -> coded;
        };
        Charset charset = charset(response.header("content-type").orElse(""));
        return charset.equals(StandardCharsets.UTF_8)
                ? body
                : new String(body, charset).getBytes(StandardCharsets.UTF_8);
    }

    /// The content coding that the response names, in lower case; empty for `identity`.
    static Optional<String> coding(UpstreamResponse response) {
        return response.header("content-encoding")
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .map(coding -> coding.substring(0, Math.min(coding.length(), MAX_CODING)));
    }

    /// The coding of a body that was not decoded.
    ///
    /// @param body as [#read] returned it
    /// @return empty if the body is decoded, or if it is JSON and the header is wrong
    static Optional<String> undecoded(UpstreamResponse response, byte[] body) {
        return coding(response).filter(coding -> !DECODED.contains(coding))
                .filter(_ -> JsonTrees.read(body).isEmpty());
    }

    private static byte[] bytes(InputStream body) {
        byte[] bytes = new byte[MAX_BYTES];
        int length = 0;
        try {
            int read = 0;
            while (read >= 0 && length < MAX_BYTES) {
                length += read;
                read = body.read(bytes, length, MAX_BYTES - length);
            }
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException _) {
            // The connection broke, or the coding is broken: decoders throw exceptions of many kinds.
        }
        return Arrays.copyOf(bytes, length);
    }

    /// The text, cut between two code points if it is long.
    static String shortened(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end) + "…";
    }

    private interface Decoder {
        InputStream over(byte[] coded) throws IOException;
    }

    private static byte[] decoded(byte[] coded, Decoder decoder) {
        byte[] decoded = {};
        try (InputStream decoding = decoder.over(coded)) {
            decoded = bytes(decoding);
        } catch (IOException | RuntimeException _) {
            // Decoders report broken data with exceptions of many kinds.
        }
        return decoded.length == 0 ? coded : decoded;
    }

    /// Whether the bytes begin as gzip does (RFC 1952), whatever the header says.
    private static boolean isGzip(byte[] coded) {
        return coded.length > 2 && coded[0] == 0x1f && coded[1] == (byte) 0x8b && coded[2] == ZLIB;
    }

    /// The first member alone, for there is no reason for a second one in an error. Its checksum is not checked.
    private static InputStream gunzipping(byte[] coded) throws IOException {
        int flags = coded[3];
        int start = 10;
        if ((flags & 4) != 0) { // extra fields
            start += 2 + (coded[start] & 0xff) + ((coded[start + 1] & 0xff) << 8);
        }
        for (int flag = 8; flag <= 16; flag *= 2) { // name, comment
            if ((flags & flag) != 0) {
                while (coded[start] != 0) {
                    start++;
                }
                start++;
            }
        }
        start += (flags & 2) != 0 ? 2 : 0; // a checksum of the head
        return raw(coded, start, true);
    }

    /// Servers send both forms under that name: with the frame of zlib, as they should, and without it.
    private static InputStream inflating(byte[] coded) throws IOException {
        return raw(coded, 0, coded.length > 0 && (coded[0] & LOW_NIBBLE) != ZLIB);
    }

    private static InputStream raw(byte[] coded, int start, boolean bare) throws IOException {
        Inflater inflater = new Inflater(bare);
        return new InflaterInputStream(new ByteArrayInputStream(coded, start, coded.length - start),
                inflater) {
            @Override
            public void close() throws IOException {
                super.close();
                inflater.end();
            }
        };
    }

    private static Charset charset(String contentType) {
        int start = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (start < 0) {
            return StandardCharsets.UTF_8;
        }
        String rest = contentType.substring(start + "charset=".length());
        int end = rest.indexOf(';');
        String name = (end < 0 ? rest : rest.substring(0, end)).replace("\"", "").strip();
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException _) {
            return StandardCharsets.UTF_8;
        }
    }
}
