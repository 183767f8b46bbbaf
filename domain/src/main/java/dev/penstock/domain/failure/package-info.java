/// Why the gateway said no, and what broke upstream.
@NullMarked
package dev.penstock.domain.failure;

import org.jspecify.annotations.NullMarked;
