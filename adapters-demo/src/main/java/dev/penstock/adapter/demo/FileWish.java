package dev.penstock.adapter.demo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file that the user wants written: in one sentence a verb such as *write* or *create*, a path, and the content, which
/// goes to the end of the line if it is not quoted. Without a content nothing is wished for: a file that is there already
/// must not be lost to a misunderstanding.
record FileWish(String path, String content) {
    private static final Pattern VERB = Pattern
            .compile("(?i)\\b(?:write|create|make|save|put|add)\\b|写|创建|新建|生成|保存");
    private static final Pattern NAMED = Pattern
            .compile("(?i)(?:\\b(?:named|called)\\s|名为|叫)\\s{0,3}[\"“'`]?([\\w./\\\\~:-]{0,300}\\w)");
    private static final Pattern PATH = Pattern
            .compile("(?<![\\w./\\\\~:-])([\\w./\\\\~:-]{1,300}\\.[A-Za-z0-9]{1,8})(?![\\w/\\\\-])");
    private static final Pattern CONTENT = Pattern
            .compile("(?i)(?:\\b(?:with|containing|has)\\s(?:exactly\\s)?"
                    + "(?:the\\s)?(?:following\\s)?(?:contents?|text|line|words)\\b|\\bcontents?\\b|\\bcontaining\\b|内容)"
                    + "\\s{0,3}(?:is\\b|exactly\\b|是|为)?\\s{0,3}[:：]?\\s{0,3}");
    private static final Pattern QUOTED_OR_LINE = Pattern
            .compile("\"([^\"]+)\"|“([^”]+)”|「([^」]+)」|`([^`]+)`|'([^']+)'|([^\\n]+)");

    static Optional<FileWish> of(String prompt) {
        Matcher content = CONTENT.matcher(prompt);
        Matcher named = NAMED.matcher(prompt);
        Matcher path = PATH.matcher(prompt);
        if (!VERB.matcher(prompt).find() || !content.find() || !(named.find() || path.find())) {
            return Optional.empty();
        }
        Matcher text = QUOTED_OR_LINE.matcher(prompt).region(content.end(), prompt.length());
        return text.lookingAt()
                ? Optional
                        .of(new FileWish(named.hasMatch() ? named.group(1) : path.group(1), firstGroup(text)))
                : Optional.empty();
    }

    private static String firstGroup(Matcher text) {
        for (int group = 1; group < text.groupCount(); group++) {
            if (text.group(group) != null) {
                return text.group(group);
            }
        }
        return text.group().strip().replaceFirst("[.。]$", "");
    }

    /// The path, made absolute if it is not and if the folder is known.
    String pathIn(Optional<String> folder) {
        boolean absolute = path.startsWith("/") || path.startsWith("~") || path.indexOf(':') == 1;
        return absolute || folder.isEmpty() ? path : folder.get().replaceFirst("[/\\\\]$", "") + "/" + path;
    }

    /// A command of a POSIX shell that writes it.
    String command() {
        return "printf '%s\\n' " + quoted(content) + " > " + quoted(path);
    }

    /// A patch in the format of Codex's `apply_patch` that writes it.
    String patch() {
        return "*** Begin Patch\n*** Add File: " + path + "\n+" + content.replace("\n", "\n+")
                + "\n*** End Patch\n";
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
