/// The HTTP interface towards clients, on Helidon SE.
@NullMarked
package dev.penstock.adapter.http;

import org.jspecify.annotations.NullMarked;
