package dev.penstock.spi;

import dev.penstock.domain.port.Interceptor;

/// Makes interceptors of one kind, all of one mode. An [Interceptor] is used by many threads.
public non-sealed interface InterceptorPlugin extends Plugin {

    /// What its interceptors do. Each one is of the interface that the mode belongs to, and the configuration has to name
    /// the same mode: nobody gets an interceptor that may do more than was agreed to.
    Interceptor.Mode mode();

    /// Makes one interceptor ready. Reads every setting it knows, calls [Settings#check()], and only then opens what it
    /// needs; contacts nobody, so that a gateway starts while a server is down.
    ///
    /// @throws SettingsException if a setting is missing, wrong or unknown
    Interceptor connect(Settings settings, PluginContext context);
}
