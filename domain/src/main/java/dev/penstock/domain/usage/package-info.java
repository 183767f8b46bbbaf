/// What an answer consumed, and the ledger line that says so.
@NullMarked
package dev.penstock.domain.usage;

import org.jspecify.annotations.NullMarked;
