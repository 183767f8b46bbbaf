package dev.penstock.application;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.usage.Usage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way to the client, which knows whether the client has seen anything: from then on the choice of upstream is
/// final, because half an answer cannot be taken back.
final class CommitOnFirstChunk implements AnswerSink {
    private final AnswerSink client;
    private final boolean wantsUsage;
    private final Runnable onFirst;
    private boolean committed;
    private @Nullable Usage usage;

    /// @param wantsUsage whether chunks that only tell the usage are for this client
    /// @param onFirst runs once, before the first chunk is handed on
    CommitOnFirstChunk(AnswerSink client, boolean wantsUsage, Runnable onFirst) {
        this.client = client;
        this.wantsUsage = wantsUsage;
        this.onFirst = onFirst;
    }

    /// For an answer that is not streamed.
    static CommitOnFirstChunk nobody() {
        return new CommitOnFirstChunk(new AnswerSink() {
            @Override
            public void accept(List<ChatChunk> chunks) {}

            @Override
            public void end(ChatEnd end) {}
        }, false, () -> {
        });
    }

    @Override
    public void accept(List<ChatChunk> chunks) {
        List<ChatChunk> wanted = wantsUsage ? chunks : withoutUsage(chunks);
        if (wanted.isEmpty()) {
            return;
        }
        commit();
        client.accept(wanted);
    }

    @Override
    public void end(ChatEnd end) {
        commit();
        end.usage().ifPresent(this::usage);
        client.end(end.withUsage(usage()));
    }

    private void commit() {
        if (!committed) {
            committed = true;
            onFirst.run();
        }
    }

    @Override
    public void usage(Usage soFar) {
        Usage before = usage;
        usage = before == null ? soFar : before.updatedBy(soFar);
    }

    /// Another upstream is asked, or the same again: what the one before has told of usage is not this one's.
    void startsOver() {
        usage = null;
    }

    /// What the upstream asked last has told of the answer's usage.
    Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    boolean committed() {
        return committed;
    }

    private static List<ChatChunk> withoutUsage(List<ChatChunk> chunks) {
        for (ChatChunk chunk : chunks) {
            if (chunk.usageOnly()) {
                return chunks.stream().filter(one -> !one.usageOnly()).toList();
            }
        }
        return chunks; // nearly always, so without a copy
    }
}
