package dev.penstock.bootstrap;

import java.util.List;
import java.util.Random;

/// Makes JSON that is right and looks strange: odd numbers, escapes, white space, names that nearly match, names that
/// come twice, deep nesting. The same seed makes the same.
final class OddJson {
    private static final List<String> NUMBERS = List.of("0", "-0", "1E-0007", "1.0000", "0.1e+2",
            "12345678901234567890123", "-1.7976931348623157e308", "3.141592653589793238462643");
    private static final List<String> PIECES = List.of("a", " ", "\\u00e9", "é", "北京", "🏮", "\\ud83c\\udfee",
            "\\ud800", "\\/", "\\\"", "\\\\", "\\n", "\\u0000", "data: [DONE]", "}", "{\\\"model\\\":1}",
            "\u2028");
    private static final List<String> NAMES = List.of("", "Model", "model ", "mode", "models", "Stream",
            "stream_option", "x", "x", "enable_thinking", "\\u0078", "a.b", "b/c", "\\\"", "größe", "tool");
    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t\r\n  ");

    private final Random random;

    OddJson(long seed) {
        random = new Random(seed);
    }

    /// True so many times in a hundred.
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T one(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    String space() {
        return one(SPACES);
    }

    /// A name with its quotes, none that the gateway goes by.
    String name() {
        return '"' + one(NAMES) + '"';
    }

    /// A string with its quotes.
    String string() {
        StringBuilder text = new StringBuilder("\"");
        int pieces = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            text.append(one(PIECES));
        }
        return text.append('"').toString();
    }

    /// Any value.
    String value() {
        return chance(2) ? "[".repeat(300) + "]".repeat(300) : value(0);
    }

    /// A member whose name the gateway does not go by.
    String member() {
        return name() + space() + ":" + space() + value();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth < 6 ? 8 : 6)) {
            case 0 -> "true";
            case 1 -> "null";
            case 2, 3 -> one(NUMBERS);
            case 4, 5 -> string();
            case 6 -> list(depth, "[", "]", false);
            default -> list(depth, "{", "}", true);
        };
    }

    private String list(int depth, String open, String close, boolean named) {
        StringBuilder list = new StringBuilder(open).append(space());
        int elements = random.nextInt(5);
        for (int i = 0; i < elements; i++) {
            list.append(i > 0 ? "," + space() : "");
            list.append(named ? name() + space() + ":" + space() : "");
            list.append(value(depth + 1)).append(space());
        }
        return list.append(close).toString();
    }
}
