package dev.penstock.bootstrap;

import dev.penstock.spi.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a file `.env`: lines such as `NAME=value`, as a shell would take them, but for `$`, which means nothing here.
///
/// A value is bare, up to the end of the line or a `#` after white space; or in single quotes, as it is; or in double
/// quotes, where `\n`, `\"` and `\\` stand for what they usually do. `export` before a name is allowed.
final class DotEnv {
    private static final Pattern LINE = Pattern.compile(
            """
                    \\s*(?:export\\s+)?(?<name>[A-Za-z_][A-Za-z0-9_.-]*)\\s*=\\s*\
                    (?:'(?<single>[^']*)'|"(?<double>(?:[^"\\\\]++|\\\\.)*+)"|(?<bare>[^'"\\s#]\\S*(?:\\s+[^\\s#]\\S*)*)?)\
                    (?:\\s*|\\s+#.*)""");
    private static final Pattern NOTHING = Pattern.compile("\\s*(?:#.*)?");

    private DotEnv() {}

    /// The variables of the text; what is wrong goes to `problems`, by the number of its line and never by its content.
    static Map<String, String> read(String text, List<Problem> problems) {
        Map<String, String> variables = new HashMap<>();
        List<String> lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (line.matches()) {
                variables.put(line.group("name"), value(line));
            } else if (!NOTHING.matcher(lines.get(i)).matches()) {
                problems.add(new Problem(".env, line " + (i + 1),
                        "is not of the form NAME=value; a value in quotes ends in the same line"));
            }
        }
        return variables;
    }

    private static String value(Matcher line) {
        if (line.group("single") != null) {
            return line.group("single");
        }
        if (line.group("double") != null) {
            return Pattern.compile("\\\\(.)")
                    .matcher(line.group("double"))
                    .replaceAll(
                            escape -> Matcher
                                    .quoteReplacement(escape.group(1).equals("n") ? "\n" : escape.group(1)));
        }
        return line.group("bare") == null ? "" : line.group("bare");
    }
}
