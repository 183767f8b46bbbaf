package dev.penstock.spi;

import dev.penstock.domain.port.UsageRecorder;

/// Makes usage recorders of one kind: places beside the gateway's own log where usage records are kept.
///
/// A record that is not written within the time-out that the gateway's people have set is given up, as it would be after
/// an exception; the gateway's log has it all the same.
public non-sealed interface UsageRecorderPlugin extends Plugin {

    /// Makes one usage recorder ready. Reads every setting it knows, calls [Settings#check()], and only then opens what it
    /// needs. Where that is a server, the first record is soon enough to reach it: a gateway starts while it is down.
    ///
    /// @throws SettingsException if a setting is missing, wrong or unknown
    UsageRecorder connect(Settings settings, PluginContext context);
}
