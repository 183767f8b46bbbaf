package dev.penstock.testkit;

/// The whole contract of a provider that asks an upstream over HTTP. If that upstream does not speak Chat Completions,
/// [#speech()] has to be given.
public interface UpstreamProviderContract
        extends
            ProviderContract,
            UpstreamRequestContract,
            ToolCallContract,
            ToolHistoryContract,
            UpstreamStreamContract,
            UpstreamFailureContract,
            TimeLimitContract,
            ClockContract,
            RelayContract {}
