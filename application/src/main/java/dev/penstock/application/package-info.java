/// The use cases: admit, route, attempt, settle.
@NullMarked
package dev.penstock.application;

import org.jspecify.annotations.NullMarked;
