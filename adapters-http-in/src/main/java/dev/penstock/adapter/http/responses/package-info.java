/// OpenAI's Responses API: requests become chat requests, and chat answers become response objects and their events.
@NullMarked
package dev.penstock.adapter.http.responses;

import org.jspecify.annotations.NullMarked;
