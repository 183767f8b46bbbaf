/// The OpenAI wire format: reading, editing, event streams. Pure: bytes in, bytes out.
@NullMarked
package dev.penstock.openai.wire;

import org.jspecify.annotations.NullMarked;
