/// Anthropic's Messages API: its requests become chat requests, and chat answers become messages.
@NullMarked
package dev.penstock.adapter.http.messages;

import org.jspecify.annotations.NullMarked;
