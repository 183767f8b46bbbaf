@NullMarked
package dev.penstock.adapter.http.connection;

import org.jspecify.annotations.NullMarked;
