package dev.penstock.adapter.anthropic;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a model takes by way of thinking and sampling: Anthropic has changed it several times, and refuses what belongs to
/// another generation. A model is known by the version in its name, so that new ones are taken for the newest.
enum Generation {
    /// Claude up to 3.5: does not think.
    THOUGHTLESS,
    /// Claude 3.7 to 4.5: thinks within a budget.
    BUDGETED,
    /// Claude 4.6: thinks as it sees fit, by an effort.
    ADAPTIVE,
    /// Claude from 4.7 on: the same, knows more efforts, and takes no `temperature`, `top_p` and `top_k`.
    UNSAMPLED,
    /// None of Anthropic's: others that speak its API have kept budgets, and think unless they are told not to.
    FOREIGN;

    /// `claude-3-5-haiku-…`, `claude-sonnet-4-20250514`, `claude-opus-4-1`; a date is no version.
    private static final Pattern VERSION = Pattern
            .compile("claude-(?:[a-z]+-)*(\\d{1,2})(?:-(\\d{1,2}))?(?!\\d)");

    /// @param model as the upstream knows it, with or without the maker in front
    static Generation of(String model) {
        String name = model.toLowerCase(Locale.ROOT).replace('.', '-');
        if (!name.contains("claude")) {
            return FOREIGN;
        }
        Matcher version = VERSION.matcher(name);
        if (!version.find()) {
            return UNSAMPLED;
        }
        String minor = version.group(2);
        int number = 100 * Integer.parseInt(version.group(1))
                + (minor == null ? 0 : Integer.parseInt(minor));
        if (number <= 305) {
            return THOUGHTLESS;
        }
        if (number <= 405) {
            return BUDGETED;
        }
        return number == 406 ? ADAPTIVE : UNSAMPLED;
    }

    boolean isSampled() {
        return this != UNSAMPLED;
    }
}
