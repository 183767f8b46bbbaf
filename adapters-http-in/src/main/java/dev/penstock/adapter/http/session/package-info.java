/// Which session a request belongs to: what clients send about it, and what stays the same in its requests.
@NullMarked
package dev.penstock.adapter.http.session;

import org.jspecify.annotations.NullMarked;
