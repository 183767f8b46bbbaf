package dev.penstock.testkit;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import java.util.ArrayList;
import java.util.List;

/// The two ways to ask for an answer.
public enum Mode {
    WHOLE {
        @Override
        public Heard ask(ChatCompletionPort chat, ChatCall call) {
            return Heard.whole(chat.complete(call));
        }
    },
    STREAMED {
        @Override
        public Heard ask(ChatCompletionPort chat, ChatCall call) {
            List<ChatChunk> chunks = new ArrayList<>();
            ChatEnd end = chat.stream(call, chunks::addAll);
            return Heard.streamed(chunks, end);
        }
    };

    /// Asks, and reads the answer the way a client does.
    public abstract Heard ask(ChatCompletionPort chat, ChatCall call);
}
