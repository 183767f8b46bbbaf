/// A pretend upstream: real sockets, scripted answers.
@NullMarked
package dev.penstock.fake;

import org.jspecify.annotations.NullMarked;
