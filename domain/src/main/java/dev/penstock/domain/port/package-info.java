/// What the gateway needs from the outside.
@NullMarked
package dev.penstock.domain.port;

import org.jspecify.annotations.NullMarked;
