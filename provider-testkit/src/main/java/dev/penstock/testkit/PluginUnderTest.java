package dev.penstock.testkit;

import dev.penstock.spi.Plugin;

/// What the contract has to know of any plug-in, whatever its role.
public interface PluginUnderTest {

    /// A new instance for each call.
    Plugin plugin();
}
