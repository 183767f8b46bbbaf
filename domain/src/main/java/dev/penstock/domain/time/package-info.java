/// Time for durations and time-outs, which no change of the wall clock affects.
@NullMarked
package dev.penstock.domain.time;

import org.jspecify.annotations.NullMarked;
