package dev.penstock.adapter.http;

import java.util.List;

/// The plug-ins that were dropped into their folder, for those who run the gateway.
///
/// Safe for concurrent use.
public interface PluginAdmin {

    /// How they stand, by name. Does not block.
    List<PluginStatus> plugins();

    /// What is configured and cannot be used as it should, in one line each: no plug-in gives its kind, or it does not come
    /// back. Does not block.
    List<String> concerns();

    /// Looks at the folder now, and tries again whatever had a problem. Blocks until that is done.
    ///
    /// @return how they stand then
    List<PluginStatus> reload();
}
