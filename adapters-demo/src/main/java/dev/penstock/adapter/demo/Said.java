package dev.penstock.adapter.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What was said last that wants an answer: words of the user's own, or what a tool answered.
///
/// Coding clients put much into messages of the user that the user never said: `<system-reminder>…</system-reminder>`,
/// `<environment_context>…</environment_context>`. An element whose name has a hyphen or an underscore is taken for the
/// client's; those of HTML have neither.
///
/// @param role `tool`, or `user`, or what stands at the end if neither has said anything
record Said(String role, String text) {
    private static final Pattern ELEMENT = Pattern
            .compile("<([A-Za-z]{1,40}(?:[-_][A-Za-z]{1,40}){1,5})(?:\\s[^<>]{0,200})?>");
    private static final Pattern BARE_QUOTE = Pattern.compile("(?<!\\\\)\"");
    private static final Pattern WORK_FOLDER = Pattern.compile(
            "(?i)\\b(?:cwd|working(?: in the)? (?:directory|folder))\\b[^\\n/\\\\A-Za-z]{0,3}((?:[A-Za-z]:)?[/\\\\][^\\n<>\"'`,;]{0,400})");

    /// Passes over systems' messages, over reminders, and over what the model itself said.
    static Said last(JsonNode messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            String role = messages.path(i).path("role").asText();
            String text = text(messages.path(i).path("content"));
            String own = role.equals("user") ? own(text) : "";
            if (role.equals("tool") || !own.isEmpty()) {
                return new Said(role, role.equals("tool") ? text : own);
            }
        }
        JsonNode last = messages.path(messages.size() - 1);
        return new Said(last.path("role").asText(), text(last.path("content")));
    }

    /// The folder the client works in, if it told the model.
    static Optional<String> workFolder(JsonNode messages) {
        for (JsonNode message : messages) {
            Matcher told = WORK_FOLDER.matcher(text(message.path("content")));
            if (told.find()) {
                return Optional.of(told.group(1).strip());
            }
        }
        return Optional.empty();
    }

    /// A text without the client's elements and without quotation marks around the whole of it, which OpenCode sets.
    private static String own(String text) {
        StringBuilder own = new StringBuilder();
        Matcher element = ELEMENT.matcher(text);
        int from = 0;
        while (element.find(from)) {
            String close = "</" + element.group(1) + ">";
            int end = text.indexOf(close, element.end());
            if (end < 0) {
                break;
            }
            own.append(text, from, element.start());
            from = end + close.length();
        }
        return unquoted(own.append(text, from, text.length()).toString().strip());
    }

    private static String unquoted(String words) {
        if (words.length() < 3 || !words.startsWith("\"") || !words.endsWith("\"")) {
            return words;
        }
        String inner = words.substring(1, words.length() - 1);
        return BARE_QUOTE.matcher(inner).find() ? words : inner.replace("\\\"", "\"").strip();
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        List<String> parts = new ArrayList<>();
        content.forEach(part -> parts.add(part.path("text").asText("")));
        return String.join("\n", parts).strip();
    }
}
