package dev.penstock.adapter.demo;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the demo model says in words. The README of this module lists the instructions it follows.
final class Speech {
    private static final Pattern SAY = Pattern.compile("(?is)\\s*say[:\\s]+(.+)");
    private static final Pattern COUNT = Pattern.compile("(?i)\\bcount to (\\d{1,5})\\b");
    private static final int MOST_NUMBERS = 10_000;
    private static final int LONGEST_QUOTE = 200;

    private Speech() {}

    static String text(Conversation conversation) {
        String said = conversation.said().text();
        if (conversation.said().role().equals("tool")) {
            return "The tool answered: " + quote(said);
        }
        Matcher say = SAY.matcher(said);
        if (say.matches()) {
            return say.group(1).strip();
        }
        Matcher count = COUNT.matcher(said);
        if (count.find()) {
            int last = Math.min(MOST_NUMBERS, Integer.parseInt(count.group(1)));
            return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).collect(Collectors.joining(" "));
        }
        return "Hello! I am the demo model inside Penstock. You wrote: “" + quote(said)
                + "” Set DASHSCOPE_KEY or OPENROUTER_KEY and start again to talk to a real model.";
    }

    /// Thinks aloud where it is asked to think.
    static String reasoning(Conversation conversation) {
        boolean asked = conversation.said().role().equals("user")
                && conversation.said().text().toLowerCase(Locale.ROOT).contains("think");
        return asked ? "The user wants me to think. I have thought. Now I can answer." : "";
    }

    private static String quote(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST_QUOTE) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    }
}
