/// What a provider plug-in is: identity, settings, life cycle, capabilities.
@NullMarked
package dev.penstock.spi;

import org.jspecify.annotations.NullMarked;
