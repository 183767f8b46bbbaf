package dev.penstock.testkit;

/// The whole contract of a provider whose upstream speaks Chat Completions.
///
/// ```java
/// final class AcmeContractTest implements OpenAiProviderContract {
///     @Override
///     public ProviderPlugin plugin() {
///         return new AcmePlugin();
///     }
/// }
/// ```
public interface OpenAiProviderContract
        extends
            UpstreamProviderContract,
            FidelityContract,
            OddAnswerContract,
            TextCompletionContract,
            EmbeddingContract,
            TranscriptContract {}
