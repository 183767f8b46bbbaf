package dev.penstock.adapter.http;

import java.util.List;

/// The plug-ins that were dropped into their folder, for those who run the gateway.
///
/// Safe for concurrent use.
public interface PluginAdmin {

    /// How they stand, by name. Does not block.
    List<PluginStatus> plugins();

    /// What is configured and of a kind that no plug-in gives now, in one line each.
    List<String> vacancies();

    /// Looks at the folder now, and tries again whatever had a problem. Blocks until that is done.
    ///
    /// @return how they stand then
    List<PluginStatus> reload();
}
