/// OpenAI's Chat Completions API, which is what upstreams speak: nearly everything passes as it is.
@NullMarked
package dev.penstock.adapter.http.chat;

import org.jspecify.annotations.NullMarked;
