/// Ollama: requests become those of its own API, and its lines of JSON become completions.
@NullMarked
package dev.penstock.adapter.ollama;

import org.jspecify.annotations.NullMarked;
