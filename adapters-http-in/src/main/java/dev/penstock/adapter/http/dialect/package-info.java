/// What the client APIs have in common: how requests come in, and how answers, streams and errors go out.
@NullMarked
package dev.penstock.adapter.http.dialect;

import org.jspecify.annotations.NullMarked;
