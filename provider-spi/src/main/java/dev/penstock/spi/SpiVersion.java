package dev.penstock.spi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version of the plug-in interface, that is of this package and of `dev.penstock.domain`: the version of the release
/// that they come with.
///
/// It follows [semantic versioning](https://semver.org), and from 0.1.0 on: what a plug-in cannot do without changing
/// raises the major number, also while that is 0; what only adds raises the minor one. The build compares the interface
/// with that of the last release and fails on a change that the number does not tell.
public final class SpiVersion {
    /// The version of the interface that a class is compiled against. The compiler writes the value of a constant into
    /// every class that names it, so a plug-in that returns this from [Plugin#spiVersion()] tells what it was built
    /// for, and not what it finds itself in.
    public static final String CURRENT = "0.1.0";

    private static final Pattern VERSION = Pattern
            .compile("(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(?:0|[1-9]\\d{0,8})(?:[-+][0-9A-Za-z.+-]+)?");

    private SpiVersion() {}

    /// Whether this gateway can run a plug-in that was built for that version: one with the same major number and no
    /// newer minor one. The third number and what comes behind it do not matter; what is no version is not accepted.
    public static boolean accepts(String builtFor) {
        return accepts(CURRENT, builtFor);
    }

    static boolean accepts(String offered, String builtFor) {
        Matcher has = VERSION.matcher(offered);
        Matcher wants = VERSION.matcher(builtFor);
        return has.matches() && wants.matches() && number(has, 1) == number(wants, 1)
                && number(has, 2) >= number(wants, 2);
    }

    private static int number(Matcher version, int group) {
        return Integer.parseInt(version.group(group));
    }
}
