/// Answers in the APIs beside Chat Completions that some upstreams speak, as far as the gateway has to understand them to
/// pass them on: whether they are whole, and what they cost. Pure.
@NullMarked
package dev.penstock.openai.relay;

import org.jspecify.annotations.NullMarked;
