package dev.penstock.planted.adapter.usagelog;

import dev.penstock.planted.spi.CompletionPort;
import org.jspecify.annotations.NullMarked;

/// A ledger that knows plug-ins.
@NullMarked
public final class Ledger {
    final CompletionPort port;

    Ledger(CompletionPort port) {
        this.port = port;
    }
}
