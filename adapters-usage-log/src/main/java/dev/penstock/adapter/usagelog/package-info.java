/// Usage records to the log.
@NullMarked
package dev.penstock.adapter.usagelog;

import org.jspecify.annotations.NullMarked;
