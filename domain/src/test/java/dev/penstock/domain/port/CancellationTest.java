package dev.penstock.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

final class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> done = new ArrayList<>();

    @Test
    void doesWhatWasRegisteredOnceAndInOrder() {
        var _ = cancellation.onCancel(() -> done.add("one"));
        var _ = cancellation.onCancel(() -> done.add("two"));
        cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);
        cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);

        assertThat(done).containsExactly("one", "two");
        assertThat(cancellation.happened()).isTrue();
    }

    @Test
    void doesNotWhatWasTakenBack() {
        Cancellation.Registration one = cancellation.onCancel(() -> done.add("one"));
        var _ = cancellation.onCancel(() -> done.add("two"));
        one.close();
        one.close();
        cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);

        assertThat(done).containsExactly("two");
    }

    @Test
    void doesAtOnceWhatComesTooLate() {
        cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);
        cancellation.onCancel(() -> done.add("late")).close();

        assertThat(done).containsExactly("late");
    }

    @Test
    void stopsWhoeverAsks() {
        assertThatCode(cancellation::throwIfHappened).doesNotThrowAnyException();
        cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);
        assertThatThrownBy(cancellation::throwIfHappened).isInstanceOf(CancellationException.class);
    }
}
