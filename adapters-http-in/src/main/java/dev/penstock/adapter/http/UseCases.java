package dev.penstock.adapter.http;

import dev.penstock.application.Admission;
import dev.penstock.application.Completions;
import dev.penstock.application.EmbeddingRequests;
import dev.penstock.application.Explain;
import dev.penstock.application.Interceptors;
import dev.penstock.application.Ledger;
import dev.penstock.application.Models;
import dev.penstock.application.Providers;
import dev.penstock.application.TokenCounts;

/// What the listener needs from inside.
public record UseCases(Admission admission, Interceptors interceptors, Completions chats,
        Completions texts, EmbeddingRequests embeddings, TokenCounts tokenCounts, Models models,
        Explain explain, Providers providers, Ledger ledger) {}
