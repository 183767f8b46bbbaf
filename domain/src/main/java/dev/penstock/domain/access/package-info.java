/// Who asks, and with which key.
@NullMarked
package dev.penstock.domain.access;

import org.jspecify.annotations.NullMarked;
