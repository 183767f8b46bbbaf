package dev.penstock.bootstrap;

import java.util.logging.Level;
import java.util.logging.Logger;

/// What is logged by commands that only look: that they load a plug-in and let it go is no news.
final class QuietLogs {
    /// Held here, for the logging API forgets the level of a logger that nobody holds.
    private static final Logger OURS = Logger.getLogger("dev.penstock");

    private QuietLogs() {}

    /// From now on there are warnings alone.
    static void begin() {
        OURS.setLevel(Level.WARNING);
    }
}
