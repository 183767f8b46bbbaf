/// The contract that every provider keeps, as tests to extend.
@NullMarked
package dev.penstock.testkit;

import org.jspecify.annotations.NullMarked;
