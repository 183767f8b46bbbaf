/// Start, configuration and wiring.
@NullMarked
package dev.penstock.bootstrap;

import org.jspecify.annotations.NullMarked;
