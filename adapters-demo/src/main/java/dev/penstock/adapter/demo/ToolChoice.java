package dev.penstock.adapter.demo;

import dev.penstock.adapter.demo.Answer.Call;
import dev.penstock.adapter.demo.Conversation.Tool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides which tools to call: the one that `tool_choice` names, or those the user seems to speak of.
final class ToolChoice {
    private static final Set<String> EMPTY_WORDS = Set.of("with", "from", "this", "that", "into", "about",
            "your",
            "some", "what", "when", "which", "will", "used", "have", "tool");
    private static final String BETWEEN_WORDS = "[^\\p{L}\\p{N}]+";
    private static final int NAME_WORD = 3;
    private static final int CONVINCED = 2;

    private ToolChoice() {}

    /// Whether there is a tool for what `tool_choice` wants.
    static boolean isPossible(Conversation conversation) {
        return switch (conversation.toolChoice()) {
            case "auto", "none" -> true;
            case "required" -> !conversation.tools().isEmpty();
            default -> conversation.tools()
                    .stream()
                    .anyMatch(tool -> tool.name().equals(conversation.toolChoice()));
        };
    }

    /// No calls if the last word was not the user's: what a tool answered is told in words, so that loops end.
    static List<Call> calls(Conversation conversation) {
        if (!conversation.said().role().equals("user") || conversation.tools().isEmpty()
                || conversation.toolChoice().equals("none")) {
            return List.of();
        }
        String prompt = conversation.said().text();
        Optional<Tool> forced = forced(conversation);
        Optional<Call> writing = FileWish.of(prompt)
                .flatMap(wish -> FileTools.use(wish, forced.map(List::of).orElse(conversation.tools()),
                        Said.workFolder(conversation.messages()), prompt))
                .map(use -> new Call("call_demo_1", use.tool().name(), use.arguments()));
        if (writing.isPresent()) {
            return List.of(writing.get());
        }
        List<Call> calls = new ArrayList<>();
        for (Tool tool : forced.map(List::of).orElseGet(() -> choose(conversation))) {
            calls.add(new Call("call_demo_" + (calls.size() + 1), tool.name(),
                    ToolArguments.of(tool.parameters(), prompt).toString()));
        }
        return calls;
    }

    private static Optional<Tool> forced(Conversation conversation) {
        return conversation.tools()
                .stream()
                .filter(tool -> tool.name().equals(conversation.toolChoice()))
                .findFirst();
    }

    private static List<Tool> choose(Conversation conversation) {
        List<Tool> tools = conversation.tools();
        String prompt = conversation.said().text().toLowerCase(Locale.ROOT);
        List<Tool> byName = tools.stream()
                .filter(tool -> isNamed(tool, prompt))
                .toList();
        if (byName.size() > 1 && conversation.parallel()) {
            return byName;
        }
        Optional<Tool> best = tools.stream()
                .filter(tool -> score(tool, prompt) >= CONVINCED)
                .max(Comparator.comparingInt(tool -> score(tool, prompt)));
        return best
                .or(() -> conversation.toolChoice().equals("required")
                        ? Optional.of(tools.getFirst())
                        : Optional.empty())
                .map(List::of)
                .orElse(List.of());
    }

    private static boolean isNamed(Tool tool, String prompt) {
        String name = Pattern.quote(tool.name().toLowerCase(Locale.ROOT));
        return Pattern.compile("(?<![a-z0-9_-])" + name + "(?![a-z0-9_-])").matcher(prompt).find();
    }

    /// Of a description only the first sentence counts: coding clients describe at a length in which every word occurs.
    private static int score(Tool tool, String prompt) {
        int score = isNamed(tool, prompt) ? 100 : 0;
        for (String word : tool.name().toLowerCase(Locale.ROOT).split(BETWEEN_WORDS, -1)) {
            score += word.length() > 3 && isSpoken(word, prompt) ? NAME_WORD : 0;
        }
        String sentence = tool.description().strip().split("\\n|[.。](?:\\s|$)", 2)[0]
                .toLowerCase(Locale.ROOT);
        for (String word : new LinkedHashSet<>(List.of(sentence.split(BETWEEN_WORDS, -1)))) {
            score += isHan(word)
                    ? sharedPairs(word, prompt)
                    : word.length() > 3 && !EMPTY_WORDS.contains(word) && isSpoken(word, prompt) ? 1 : 0;
        }
        return score;
    }

    /// Whether a word of the prompt begins so.
    private static boolean isSpoken(String word, String prompt) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(word)).matcher(prompt).find();
    }

    /// Chinese is written without spaces between words, and most words have two characters.
    private static int sharedPairs(String words, String prompt) {
        int shared = 0;
        for (int i = 0; i + 2 <= words.length(); i++) {
            shared += prompt.contains(words.substring(i, i + 2)) ? 1 : 0;
        }
        return shared;
    }

    private static boolean isHan(String word) {
        return !word.isEmpty()
                && Character.UnicodeScript.of(word.codePointAt(0)) == Character.UnicodeScript.HAN;
    }
}
