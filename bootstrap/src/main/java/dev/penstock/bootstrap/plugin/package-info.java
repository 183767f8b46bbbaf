/// Plug-ins that are dropped into a folder: each in a class loader of its own, replaced and unloaded while the gateway runs.
@NullMarked
package dev.penstock.bootstrap.plugin;

import org.jspecify.annotations.NullMarked;
