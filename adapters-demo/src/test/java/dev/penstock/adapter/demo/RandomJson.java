package dev.penstock.adapter.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Any JSON whatever, the same for the same seed, with a liking for the names and the words of chat requests.
final class RandomJson {
    private static final List<String> NAMES = List.of("role", "content", "type", "text", "tools", "function",
            "name", "description", "parameters", "properties", "required", "enum", "default", "items",
            "tool_choice", "parallel_tool_calls", "max_tokens", "max_completion_tokens", "n", "tool_calls",
            "", "a\\u0000b");
    private static final List<String> WORDS = List.of("user", "assistant", "tool", "system", "say: hello",
            "say", "count to 12", "count to 99999", "think about Oslo in New York",
            "call a/b.c \\\"x\\\" 北京的",
            "function", "image_url", "none", "required", "auto", "object", "array", "integer", "number", "🏮",
            "\\ud83c", "\\n\\r\\t\\u0000", " ", "", "-12.5");
    private static final List<String> NUMBERS = List.of("0", "-0", "1", "2", "7", "-1", "1E-0007", "1e999",
            "0.1", "2147483648", "9223372036854775808", "1".repeat(1500), "3." + "1".repeat(1500));
    private static final int DEEPEST = 7;

    private final SplittableRandom random;

    RandomJson(long seed) {
        random = new SplittableRandom(seed);
    }

    /// An object with `messages`, an array of at least one element, as every body is that comes as far as a provider.
    String request() {
        List<String> members = members(1);
        String message = random.nextInt(4) == 0
                ? value(1)
                : "{\"role\":\"user\",\"content\":" + value(2) + "}";
        String others = random.nextBoolean() ? "" : value(1) + ",";
        members.add(random.nextInt(members.size() + 1), "\"messages\":[" + others + message + "]");
        if (random.nextInt(3) > 0) {
            members.add("\"tools\":[{\"function\":{\"name\":\"say\",\"description\":\"hello\",\"parameters\":"
                    + value(2) + "}}]");
        }
        return "{" + String.join(",", members) + "}";
    }

    private String value(int depth) {
        return switch (random.nextInt(depth < DEEPEST ? 8 : 5)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> any(NUMBERS);
            case 3, 4 -> string(WORDS);
            case 5 -> "[" + String.join(",", several(() -> value(depth + 1))) + "]";
            default -> "{" + String.join(",", members(depth + 1)) + "}";
        };
    }

    private List<String> members(int depth) {
        return several(() -> string(NAMES) + ":" + value(depth));
    }

    private List<String> several(Supplier<String> one) {
        List<String> all = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            all.add(one.get());
        }
        return all;
    }

    private String string(List<String> words) {
        return '"' + (random.nextInt(20) == 0 ? any(words).repeat(300) : any(words)) + '"';
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
