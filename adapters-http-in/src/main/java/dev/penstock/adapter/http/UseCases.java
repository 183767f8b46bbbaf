package dev.penstock.adapter.http;

import dev.penstock.application.Admission;
import dev.penstock.application.ChatCompletions;
import dev.penstock.application.EmbeddingRequests;
import dev.penstock.application.Explain;
import dev.penstock.application.Models;
import dev.penstock.application.Providers;
import dev.penstock.application.TextCompletions;

/// What the listener needs from inside.
public record UseCases(Admission admission, ChatCompletions chats, TextCompletions texts,
        EmbeddingRequests embeddings, Models models, Explain explain, Providers providers) {}
