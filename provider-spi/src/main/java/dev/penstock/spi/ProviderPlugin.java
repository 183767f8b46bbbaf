package dev.penstock.spi;

import java.util.Set;

/// A kind of provider; the one class of a plug-in that [java.util.ServiceLoader] finds.
///
/// Its life: the no-argument constructor, without side effects → [#connect] once for each configured provider of this
/// kind, each with settings of its own → the [Provider] is used by many threads → [Provider#close()].
public interface ProviderPlugin {

    /// The word that chooses this plug-in as `kind` in the configuration: lower-case letters, digits and dashes, a
    /// letter first. Unique among the plug-ins of one gateway.
    String kind();

    /// The version of this interface that the plug-in was built for: always [SpiVersion#CURRENT], which the compiler copies
    /// into the plug-in. A gateway asks this first, and goes no further if [SpiVersion#accepts] says no.
    String spiVersion();

    /// What providers of this kind can do beyond text in and text out. What is not claimed must be refused clearly, as
    /// [dev.penstock.domain.failure.UpstreamFailure.Rejected], and never dropped in silence.
    Set<Capability> capabilities();

    /// Makes one provider ready. Reads every setting it knows, calls [ProviderSettings#check()], and only then opens
    /// what it needs; contacts nobody, so that a gateway starts while an upstream is down.
    ///
    /// @throws SettingsException if a setting is missing, wrong or unknown
    Provider connect(ProviderSettings settings, ProviderContext context);
}
