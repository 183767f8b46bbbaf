package dev.penstock.adapter.http;

import dev.penstock.application.Grant;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.usage.Attempt;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Tells clients which upstream answered, and after what attempts.
final class AttemptHeaders {
    /// `provider/model`.
    static final HeaderName UPSTREAM = HeaderNames.create("x-penstock-upstream");
    /// All attempts in order, such as `dashscope/qwen3-max=throttled, openrouter/qwen/qwen3-max=answered`.
    static final HeaderName ATTEMPTS = HeaderNames.create("x-penstock-attempts");
    /// OpenAI's and Anthropic's SDKs obey it.
    static final HeaderName SHOULD_RETRY = HeaderNames.create("x-should-retry");

    private static final int MAX_NAME = 330; // characters: the longest provider and the longest model

    private AttemptHeaders() {}

    /// Call it before the head of the response is sent.
    static void add(ServerResponse response, Grant grant) {
        add(response, grant, grant.replyHeaders());
    }

    /// @param reply the upstream's own headers for the client, which count more than the gateway's
    private static void add(ServerResponse response, Grant grant, Map<String, String> reply) {
        reply.forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        List<Attempt> attempts = grant.attempts();
        if (attempts.isEmpty()) {
            return;
        }
        response.header(UPSTREAM, visible(attempts.getLast().upstream().toString()));
        response.header(ATTEMPTS, attempts.stream()
                .map(attempt -> visible(attempt.upstream().toString()) + "=" + attempt.result())
                .collect(Collectors.joining(", ")));
    }

    /// Gets a whole answer, or its failure, and adds what the client should know of either.
    static byte[] around(ServerResponse response, Grant grant, Supplier<byte[]> answer) {
        try {
            byte[] whole = answer.get();
            add(response, grant);
            return whole;
        } catch (UpstreamException e) {
            addToFailure(response, grant, e.failure());
            throw e;
        }
    }

    /// Adds what the client of a failed request should know: where the gateway has tried again itself, or has taken
    /// all the time there was, a client that does the same would multiply it.
    static void addToFailure(ServerResponse response, Grant grant, UpstreamFailure failure) {
        add(response, grant, failure.detail().reply().headers());
        if (grant.attempts().size() > 1 || grant.isOutOfTime()
                || failure instanceof UpstreamFailure.TimedOut) {
            response.headers().set(SHOULD_RETRY, "false");
        }
    }

    /// Names come from clients and may hold anything; a header may not.
    private static String visible(String name) {
        String shown = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
        return shown.replaceAll("[^!-+\\--:<>-~]", "?");
    }
}
