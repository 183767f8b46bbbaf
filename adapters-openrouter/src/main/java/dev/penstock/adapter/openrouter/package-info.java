/// OpenRouter.
@NullMarked
package dev.penstock.adapter.openrouter;

import org.jspecify.annotations.NullMarked;
