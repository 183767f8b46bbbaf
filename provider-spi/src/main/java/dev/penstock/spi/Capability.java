package dev.penstock.spi;

/// What not every provider can do.
public enum Capability {
    /// Takes `tools` and answers with tool calls.
    TOOLS,
    /// Takes images in messages.
    IMAGES,
    /// Takes `n` greater than 1.
    SEVERAL_CHOICES,
    /// Completes texts; see [Provider#texts()].
    TEXT_COMPLETIONS,
    /// Gives embeddings; see [Provider#embeddings()].
    EMBEDDINGS,
    /// Tells its models; see [Provider#catalog()].
    MODEL_CATALOG
}
