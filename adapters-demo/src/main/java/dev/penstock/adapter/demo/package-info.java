/// A keyless, deterministic model inside the process: for the first run, for client tests and for load tests.
@NullMarked
package dev.penstock.adapter.demo;

import org.jspecify.annotations.NullMarked;
