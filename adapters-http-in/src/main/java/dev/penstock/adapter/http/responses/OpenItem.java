package dev.penstock.adapter.http.responses;

/// An output item that is still being told.
sealed interface OpenItem permits MessageItem, ReasoningItem, CallItem {
    /// Its place among the items; the largest number if it has none yet.
    int index();

    /// Tells the rest of it.
    ///
    /// @param status `completed`, or `incomplete` if the model had to stop within it
    void close(String status);
}
