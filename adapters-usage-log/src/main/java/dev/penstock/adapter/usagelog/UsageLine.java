package dev.penstock.adapter.usagelog;

import dev.penstock.domain.access.ClientSession;
import dev.penstock.domain.usage.Usage;
import dev.penstock.domain.usage.UsageRecord;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A usage record as one line of `key=value` pairs, the form known as logfmt.
///
/// What is unknown is left out. Values that clients can choose are quoted where they have anything but letters, digits
/// and a few marks in them, so that nobody can forge a line or a pair.
final class UsageLine {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@+-]+");

    private static final int LONGEST = 300; // characters

    private final StringBuilder line = new StringBuilder(256);

    private UsageLine() {}

    /// Durations are in seconds, to the millisecond.
    static String of(UsageRecord usage) {
        UsageLine line = new UsageLine();
        line.add("request", usage.requestId());
        line.add("outcome", usage.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        usage.reason().ifPresent(reason -> line.add("reason", reason));
        usage.upstream().ifPresent(upstream -> line.add("provider", upstream.provider().value()));
        usage.model().ifPresent(model -> line.add("model", cut(model)));
        usage.upstream()
                .filter(upstream -> !upstream.name().equals(usage.model().orElse("")))
                .ifPresent(upstream -> line.add("upstream-model", cut(upstream.name())));
        line.add("stream", String.valueOf(usage.stream()));
        if (usage.attempts().size() > 1) {
            line.add("attempts", usage.attempts()
                    .stream()
                    .map(attempt -> attempt.upstream() + ":" + attempt.result())
                    .collect(Collectors.joining(" ")));
        }
        usage.usage().ifPresent(line::addTokens);
        line.add("duration", seconds(usage.duration()));
        usage.timeToFirstToken().ifPresent(time -> line.add("first-token", seconds(time)));
        usage.unknownFinish().ifPresent(word -> line.add("finish", word));
        line.addSession(usage.session());
        return line.line.toString();
    }

    private void addSession(ClientSession session) {
        session.id().ifPresent(id -> add("session", cut(id)));
        session.agent().ifPresent(agent -> add("agent", cut(agent)));
        session.parentAgent().ifPresent(parent -> add("parent-agent", cut(parent)));
        session.requestClass().ifPresent(name -> add("class", cut(name)));
    }

    private void addTokens(Usage usage) {
        add("input", String.valueOf(usage.promptTokens()));
        add("output", String.valueOf(usage.completionTokens()));
        add("total", String.valueOf(usage.totalTokens()));
        add("cached", String.valueOf(usage.cachedTokens()));
        add("cache-write", String.valueOf(usage.cacheWriteTokens()));
        add("reasoning", String.valueOf(usage.reasoningTokens()));
        usage.cost().ifPresent(cost -> add("cost", cost.toString()));
    }

    private void add(String key, String value) {
        if (!line.isEmpty()) {
            line.append(' ');
        }
        line.append(key).append('=').append(PLAIN.matcher(value).matches() ? value : quoted(value));
    }

    /// What clients can choose does not make lines longer than readers of logs take.
    private static String cut(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3fs", duration.toMillis() / 1000.0);
    }
}
