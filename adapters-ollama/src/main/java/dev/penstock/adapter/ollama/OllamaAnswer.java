package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.usage.Usage;
import java.util.List;
import java.util.Optional;

/// What one sort of completion makes of the lines of an answer. Not safe for concurrent use.
interface OllamaAnswer {
    /// Takes what the next line says; the last one may say something, too.
    ///
    /// @throws dev.penstock.openai.wire.OddEventException if it is no line of such an answer
    void add(JsonNode line);

    /// Tells the end.
    ///
    /// @param told why the model stopped, as the last line has it
    /// @return why it did, seen from all lines
    FinishReason end(FinishReason told, Optional<Usage> usage);

    /// The chunks that became ready since the last time.
    List<ChatChunk> take();
}
