/// Measurements, run by hand: the hot path alone, and the whole process under load.
@NullMarked
package dev.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;
