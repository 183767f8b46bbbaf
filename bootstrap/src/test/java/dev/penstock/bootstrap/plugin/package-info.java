/// Plug-ins that are compiled while the tests run, and what the gateway makes of them.
@NullMarked
package dev.penstock.bootstrap.plugin;

import org.jspecify.annotations.NullMarked;
