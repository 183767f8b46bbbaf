/// How bytes of a client's connection become requests.
@NullMarked
package dev.penstock.adapter.http.connection;

import org.jspecify.annotations.NullMarked;
