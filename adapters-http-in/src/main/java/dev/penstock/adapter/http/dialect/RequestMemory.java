package dev.penstock.adapter.http.dialect;

import dev.penstock.domain.failure.RefusedException;

/// The memory of one request, in the budget that all requests share. Used by the request's thread.
public interface RequestMemory {
    /// Takes what a JSON text needs while it is parsed to a tree and converted.
    ///
    /// @return gives it back; close it when there is no tree any more
    /// @throws RefusedException if the text would never fit into the budget, or does not fit now
    Held hold(byte[] json);

    /// Takes more for what is kept until the request is over.
    ///
    /// @param bytes how many more
    /// @throws RefusedException if there is not as much left
    default void keep(long bytes) {
        // without a budget
    }

    /// Memory that is taken.
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
