package dev.penstock.testkit;

/// A function the model wants called.
///
/// @param arguments JSON as text
public record ToolCall(String id, String name, String arguments) {}
