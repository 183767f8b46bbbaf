/// The client that every OpenAI-compatible upstream shares.
@NullMarked
package dev.penstock.openai.upstream;

import org.jspecify.annotations.NullMarked;
