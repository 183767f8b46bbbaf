package dev.penstock.adapter.demo;

import dev.penstock.adapter.demo.Answer.Call;
import dev.penstock.adapter.demo.Conversation.Tool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Decides which tools to call: the one that `tool_choice` names, or those the user seems to speak of.
final class ToolChoice {
    private static final Set<String> EMPTY_WORDS = Set.of("with", "from", "this", "that", "into", "about",
            "your",
            "some", "what", "when", "which", "will", "used", "have", "tool");
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
        if (!conversation.lastRole().equals("user") || conversation.tools().isEmpty()
                || conversation.toolChoice().equals("none")) {
            return List.of();
        }
        List<Tool> chosen = choose(conversation);
        List<Call> calls = new ArrayList<>();
        for (Tool tool : chosen) {
            calls.add(new Call("call_demo_" + (calls.size() + 1), tool.name(),
                    ToolArguments.of(tool.parameters(), conversation.lastText())));
        }
        return calls;
    }

    private static List<Tool> choose(Conversation conversation) {
        List<Tool> tools = conversation.tools();
        String choice = conversation.toolChoice();
        Optional<Tool> named = tools.stream().filter(tool -> tool.name().equals(choice)).findFirst();
        if (named.isPresent()) {
            return List.of(named.get());
        }
        String prompt = conversation.lastText().toLowerCase(Locale.ROOT);
        List<Tool> byName = tools.stream()
                .filter(tool -> prompt.contains(tool.name().toLowerCase(Locale.ROOT)))
                .toList();
        if (byName.size() > 1 && conversation.parallel()) {
            return byName;
        }
        Optional<Tool> best = tools.stream()
                .filter(tool -> score(tool, prompt) >= CONVINCED)
                .max(Comparator.comparingInt(tool -> score(tool, prompt)));
        return best.or(() -> choice.equals("required") ? Optional.of(tools.getFirst()) : Optional.empty())
                .map(List::of)
                .orElse(List.of());
    }

    private static int score(Tool tool, String prompt) {
        int score = prompt.contains(tool.name().toLowerCase(Locale.ROOT)) ? 100 : 0;
        for (String word : tool.name().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            score += word.length() > 3 && prompt.contains(word) ? NAME_WORD : 0;
        }
        for (String word : tool.description().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            score += isHan(word)
                    ? sharedPairs(word, prompt)
                    : word.length() > 3 && !EMPTY_WORDS.contains(word) && prompt.contains(word) ? 1 : 0;
        }
        return score;
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
