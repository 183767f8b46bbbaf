/// Any upstream that speaks the Chat Completions API, by configuration alone.
@NullMarked
package dev.penstock.adapter.openaicompatible;

import org.jspecify.annotations.NullMarked;
