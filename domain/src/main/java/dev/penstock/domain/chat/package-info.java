/// What is asked and what is answered: requests, chunks, completions.
@NullMarked
package dev.penstock.domain.chat;

import org.jspecify.annotations.NullMarked;
