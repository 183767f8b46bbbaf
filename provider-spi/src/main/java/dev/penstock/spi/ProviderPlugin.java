package dev.penstock.spi;

import java.util.Set;

/// Makes providers of one kind. The [Provider] is used by many threads.
public non-sealed interface ProviderPlugin extends Plugin {

    /// What providers of this kind can do beyond text in and text out. What is not claimed must be refused clearly, as
    /// [dev.penstock.domain.failure.UpstreamFailure.Rejected], and never dropped in silence.
    Set<Capability> capabilities();

    /// Makes one provider ready. Reads every setting it knows, calls [Settings#check()], and only then opens
    /// what it needs; contacts nobody, so that a gateway starts while an upstream is down.
    ///
    /// @throws SettingsException if a setting is missing, wrong or unknown
    Provider connect(Settings settings, PluginContext context);
}
