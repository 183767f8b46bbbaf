package dev.penstock.spi;

import dev.penstock.domain.port.UsageRecorder;

/// Makes usage recorders of one kind: places beside the gateway's own log where usage records are kept.
///
/// A record that is not written within the time-out that the gateway's people have set is given up, as it would be after
/// an exception; the gateway's log has it all the same.
public non-sealed interface UsageRecorderPlugin extends Plugin {

    /// Makes one usage recorder ready: reads every setting it knows and calls [Settings#check()]. The first record is soon
    /// enough to open a file or to reach a server. A gateway starts while that is down; and while a version is replaced, or
    /// somebody lists plug-ins, there are two recorders of the same settings.
    ///
    /// @throws SettingsException if a setting is missing, wrong or unknown
    UsageRecorder connect(Settings settings, PluginContext context);
}
