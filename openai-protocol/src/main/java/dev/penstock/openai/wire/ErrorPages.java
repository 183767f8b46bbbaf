package dev.penstock.openai.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the text of error bodies that are not JSON: plain text, and the pages of proxies. Pure.
public final class ErrorPages {
    /// In characters; only the beginning of a body decides whether it is text.
    private static final int PROBE = 4096;
    /// A text in which more than every such character cannot be decoded is not a text.
    private static final int MOST_UNDECODABLE = 4;
    private static final int MAX_TITLE = 200;
    /// Elements that hold the text of a page (HTML), or of an error document (object stores, API gateways).
    private static final List<String> ELEMENTS = List.of("message", "title", "h1");
    private static final char REPLACEMENT = '\uFFFD';
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ErrorPages() {}

    /// The text of a body that is neither JSON nor an event stream.
    ///
    /// @param body UTF-8; other bytes count as U+FFFD
    /// @return empty for markup and for bytes that are not text
    static Optional<String> text(byte[] body) {
        String text = decoded(body);
        boolean readable = !text.isEmpty() && text.charAt(0) != '<' && isText(text);
        return readable ? Optional.of(text) : Optional.empty();
    }

    /// The title of an HTML page, or the message of an XML document.
    ///
    /// @param body UTF-8
    /// @return one line of at most 200 characters; empty if the body is not markup or has neither
    public static Optional<String> title(byte[] body) {
        String page = decoded(body);
        if (page.isEmpty() || page.charAt(0) != '<') {
            return Optional.empty();
        }
        String lower = page.toLowerCase(Locale.ROOT);
        return lower.length() == page.length() && isText(page)
                ? ELEMENTS.stream().flatMap(name -> element(page, lower, name).stream()).findFirst()
                : Optional.empty();
    }

    private static Optional<String> element(String page, String lower, String name) {
        int open = lower.indexOf('<' + name);
        int start = open < 0 ? -1 : lower.indexOf('>', open) + 1;
        int end = start <= 0 ? -1 : lower.indexOf("</" + name, start);
        if (end < 0) {
            return Optional.empty();
        }
        String text = page.substring(start, Math.min(end, start + MAX_TITLE)).strip();
        return text.isEmpty() || text.indexOf('<') >= 0
                ? Optional.empty()
                : Optional.of(text.replace('\n', ' ').replace('\r', ' '));
    }

    private static String decoded(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
    }

    private static boolean isText(String text) {
        int end = Math.min(text.length(), PROBE);
        int undecodable = 0;
        for (int i = 0; i < end; i++) {
            char unit = text.charAt(i);
            if (Character.isISOControl(unit) && !Character.isWhitespace(unit)) {
                return false;
            }
            undecodable += unit == REPLACEMENT ? 1 : 0;
        }
        return undecodable * MOST_UNDECODABLE <= end;
    }
}
