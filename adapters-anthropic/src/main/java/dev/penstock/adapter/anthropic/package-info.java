/// Anthropic: chats become requests to its Messages API, and its messages become chat completions.
@NullMarked
package dev.penstock.adapter.anthropic;

import org.jspecify.annotations.NullMarked;
