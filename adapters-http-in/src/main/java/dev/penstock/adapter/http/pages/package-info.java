/// Which web pages, and under which host names, may use the gateway.
@NullMarked
package dev.penstock.adapter.http.pages;

import org.jspecify.annotations.NullMarked;
