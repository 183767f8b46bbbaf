package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.ThinkingWish;
import java.util.Set;
import java.util.function.Supplier;

/// A wish to think, or not to → `think`.
///
/// Any model may be told not to think. One that cannot refuses to be told to, so that clients which always wish for it could not
/// use it at all; and one that knows no levels refuses those.
final class Thinking {
    static final String ON = "true";

    private Thinking() {}

    static void translate(JsonNode chat, ObjectNode asked, Supplier<Set<String>> levels) {
        ThinkingWish wish = ThinkingWish.of(chat);
        if (asked.has("think")) {
            return;
        }
        if (wish.refuses()) {
            asked.put("think", false);
        } else if (wish.isSaid()) {
            Set<String> known = levels.get();
            String level = known.contains(wish.effort()) ? wish.effort() : nearest(wish.effort());
            if (known.contains(level)) {
                asked.put("think", level);
            } else if (known.contains(ON)) {
                asked.put("think", true);
            }
        }
    }

    private static String nearest(String effort) {
        return switch (effort) {
            case "minimal" -> "low";
            case "xhigh", "max" -> "high";
            default -> effort;
        };
    }
}
