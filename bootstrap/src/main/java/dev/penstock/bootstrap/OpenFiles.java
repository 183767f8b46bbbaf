package dev.penstock.bootstrap;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many files and sockets this process may have open. A listener that runs out of them never recovers.
final class OpenFiles {
    private static final long OWN = 200;
    private static final int FEWEST = 16;

    private OpenFiles() {}

    /// How many clients may be connected at a time, if each of them has a connection to an upstream, too.
    ///
    /// @param usual what it is where there is no limit to speak of
    static int clients(int usual) {
        long limit = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        return clients(usual, limit);
    }

    static int clients(int usual, long limit) {
        return (int) Math.max(FEWEST, Math.min(usual, (limit - OWN) / 2));
    }
}
