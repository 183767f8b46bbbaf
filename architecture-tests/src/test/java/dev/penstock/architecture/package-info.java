/// The arrows and rules of the house, and a planted violation of each.
@NullMarked
package dev.penstock.architecture;

import org.jspecify.annotations.NullMarked;
