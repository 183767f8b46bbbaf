package dev.penstock.testkit;

/// The whole contract of a provider that has no upstream, such as a model inside the process.
///
/// ```java
/// final class AcmeContractTest implements ProviderContract {
///     @Override
///     public ProviderPlugin plugin() {
///         return new AcmePlugin();
///     }
/// }
/// ```
public interface ProviderContract
        extends
            PluginContract,
            AnswerContract,
            CapabilityContract,
            CancellationContract {}
