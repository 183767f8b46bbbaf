package dev.penstock.spi;

/// What a plug-in tells of one kind of things that it makes. Its class has a public constructor without arguments and
/// without side effects, and stands in the service file of its role, where [java.util.ServiceLoader] finds it:
/// `META-INF/services/dev.penstock.spi.ProviderPlugin`, for example.
///
/// Its life: the constructor → `connect` once for each thing of this kind that is configured, each with settings of its
/// own → what it made is used → what it made is closed.
public sealed interface Plugin permits InterceptorPlugin, ProviderPlugin, UsageRecorderPlugin {

    /// The word that chooses this plug-in as `kind` in the configuration: lower-case letters, digits and dashes, a
    /// letter first. Unique among the plug-ins of one role in one gateway.
    String kind();

    /// The version of this interface that the plug-in was built for: always [SpiVersion#CURRENT], which the compiler copies
    /// into the plug-in. A gateway asks this first, and goes no further if [SpiVersion#accepts] says no.
    String spiVersion();
}
