package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Claude Code relies on, on the way through a whole gateway.
final class ClientContractIT {
    private static final String ASK = "{\"model\":\"%s/m\",\"stream\":%s,\"max_tokens\":9,\"messages\":[%s]}";
    private static final String HELLO = "{\"role\":\"user\",\"content\":\"Hi\"}";
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}";
    private static final String MESSAGE = """
            {"type":"message","id":"msg_1","role":"assistant","model":"m","content":[{"type":"text","text":"Hi"}],\
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""";
    private static final String SIGNED = """
            {"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"Hm.",\
            "signature":"%s"},{"type":"text","text":"Yes?"}]},{"role":"user","content":"Go on"}""";

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final RunningGateway gateway = RunningGateway.configured(
            """
                    listener: {commit-after: 10s, keep-alive: 20ms}
                    retry: {attempts: 1}
                    providers:
                      claude: {kind: anthropic, key: sk-test-provider, base-url: "%1$s"}
                      chats: {kind: openai-compatible, base-url: "%1$s"}
                      openrouter: {key: sk-test-provider, base-url: "%1$s"}
                      dashscope: {key: sk-test-provider, base-url: "%1$s"}
                    """
                    .formatted(upstream.baseUri()));

    @Test
    void relaysPingsAndSendsItsOwnIntoTheSilence() throws IOException {
        Gate silent = new Gate();
        upstream.answer(Reply.head(200, "Content-Type: text/event-stream")
                .write(RelayIT.MESSAGE + "event: ping\ndata: {\"type\": \"ping\", \"of\":\"theirs\"}\n\n")
                .await(silent)
                .write(RelayIT.END));
        try (RawExchange exchange = RelayIT.exchange(gateway, ASK.formatted("claude", true, HELLO))) {
            var _ = exchange.linesUntil("data: {\"type\": \"ping\", \"of\":\"theirs\"}");
            var _ = exchange.linesUntil("data: {\"type\":\"ping\"}");
            var _ = exchange.linesUntil("data: {\"type\":\"ping\"}");
            silent.open();

            assertThat(exchange.linesUntil("\"message_stop\"")).contains("\"end_turn\"");
        }
    }

    @Test
    void staysAwakeThroughCommentsOfTheUpstream() throws IOException {
        Gate silent = new Gate();
        upstream.answer(Reply.head(200, "Content-Type: text/event-stream")
                .write(RelayIT.MESSAGE + ": still thinking\n\n")
                .await(silent)
                .write(RelayIT.END));
        try (RawExchange exchange = RelayIT.exchange(gateway, ASK.formatted("claude", true, HELLO))) {
            var _ = exchange.linesUntil("\"text_delta\"");
            var _ = exchange.linesUntil("data: {\"type\":\"ping\"}");
            silent.open();

            assertThat(exchange.linesUntil("\"message_stop\"")).contains("\"end_turn\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"claude, 429", "claude, 529", "claude, 503", "chats, 429", "chats, 503", "chats, 529"})
    void sendsRetryAfterInWholeSecondsWhereTheUpstreamSentADate(String provider, int status) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        upstream.answer(Reply.json(status,
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down\"}}")
                .header("Retry-After", date));
        for (String stream : new String[]{"false", "true"}) {
            Page page = gateway.post("/v1/messages", ASK.formatted(provider, stream, HELLO));

            assertThat(page.status()).isEqualTo(status);
            assertThat(page.header("retry-after")).matches("\\d+");
            assertThat(Integer.parseInt(page.header("retry-after"))).isBetween(3000, 3600);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void passesTheAdviceToRetryOrNot(String advice) {
        upstream.answer(Reply.json(500,
                "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"No\"}}")
                .header("x-should-retry", advice));

        assertThat(gateway.post("/v1/messages", ASK.formatted("claude", "false", HELLO))
                .header("x-should-retry")).isEqualTo(advice);
    }

    @Test
    void passesEveryUnifiedLimitUnchangedAndLetsPagesReadIt() {
        String[] limits = {"status", "allowed_warning", "reset", "1790000000", "5h-status", "allowed",
                "5h-utilization", "0.50", "7d-surpassed-threshold", "0.75", "representative-claim",
                "five_hour", "overage-status", "rejected", "of-tomorrow", "a, b;c=\"d\""};
        Reply reply = Reply.sse(RelayIT.MESSAGE.replace(",\"odd\":1e400", "") + RelayIT.END);
        for (int i = 0; i < limits.length; i += 2) {
            reply = reply.header("anthropic-ratelimit-unified-" + limits[i], limits[i + 1]);
        }
        upstream.answer(reply);

        Page page = gateway.post("/v1/messages", ASK.formatted("claude", "true", HELLO));

        for (int i = 0; i < limits.length; i += 2) {
            assertThat(page.header("anthropic-ratelimit-unified-" + limits[i])).isEqualTo(limits[i + 1]);
        }
        assertThat(page.header("access-control-expose-headers"))
                .contains("anthropic-ratelimit-unified-status", "retry-after", "x-request-id")
                .endsWith(", *");
    }

    @Test
    void sendsNoBetaWhoseFieldAConversionDrops() {
        upstream.answer(Reply.sse(RelayIT.MESSAGE.replace(",\"odd\":1e400", "") + RelayIT.END));
        String ours = signature();
        var _ = ask("afk-mode-2026-01-31,context-1m-2025-08-07, dangerous-tool-use-2026-09-03,"
                + "mcp-client-2025-11-20,context-management-2025-06-27",
                ASK.formatted("claude", "true", SIGNED.formatted(ours)));

        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/messages");
        assertThat(upstream.lastRequest().text()).doesNotContain("signature");
        assertThat(upstream.lastRequest().header("anthropic-beta")).contains("context-1m-2025-08-07");
        var _ = ask("afk-mode-2026-01-31", ASK.formatted("claude", "true", SIGNED.formatted(ours)));
        assertThat(upstream.lastRequest().header("anthropic-beta")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chats", "openrouter", "dashscope"})
    void marksWhatAChatUpstreamShallCache(String provider) {
        upstream.answer(Reply.json(200, Play.COMPLETION));
        var _ = gateway.post("/v1/messages",
                """
                        {"model":"%s/m","max_tokens":9,"system":[{"type":"text","text":"x-anthropic-billing-header: v"},\
                        {"type":"text","text":"Rules"@},{"type":"text","text":"More"}],"tools":[{"name":"f","defer_loading":true},{"name":"g"@}],\
                        "messages":[{"role":"user","content":[{"type":"text","text":"Hi"@}]},{"role":"assistant","content":"Yes"},\
                        {"role":"system","content":[{"type":"text","text":"Late"@}]}]}"""
                        .formatted(provider)
                        .replace("@", MARK));

        assertThat(upstream.lastRequest().text()).contains(
                "[{\"type\":\"text\",\"text\":\"x-anthropic-billing-header: v\"},{\"type\":\"text\",\"text\":\"\\n\\nRules\""
                        + MARK + "},{\"type\":\"text\",\"text\":\"\\n\\nMore\"}]",
                "{\"type\":\"text\",\"text\":\"Hi\"" + MARK + "}", "Late\\n</system-reminder>\"" + MARK + "}")
                .containsPattern("\"name\":\"g\".*}" + Pattern.quote(MARK) + "}]")
                .contains("\"name\":\"f\"")
                .doesNotContain("defer_loading");
    }

    @Test
    void marksWhatAnthropicShallCacheForAChatClient() {
        upstream.answer(Reply.json(200, MESSAGE));
        var _ = gateway.post("/v1/chat/completions",
                """
                        {"model":"claude/m","messages":[{"role":"system","content":[{"type":"text","text":"First"},\
                        {"type":"text","text":"Rules"@}]},{"role":"user","content":[{"type":"text","text":"Hi"@}]},\
                        {"role":"assistant","content":"Yes"},{"role":"system","content":[{"type":"text","text":"Late"@}]},\
                        {"role":"user","content":"Go"}],"tools":[{"type":"function","function":{"name":"f"}@}]}"""
                        .replace("@", MARK));

        assertThat(upstream.lastRequest().text()).contains(
                "\"system\":[{\"type\":\"text\",\"text\":\"First\"},{\"type\":\"text\",\"text\":\"Rules\""
                        + MARK
                        + "},{\"type\":\"text\",\"text\":\"Late\"" + MARK + "}]",
                "{\"type\":\"text\",\"text\":\"Hi\"" + MARK + "}")
                .containsPattern("\"name\":\"f\".*" + Pattern.quote(MARK) + "}]");
    }

    @Test
    void carriesNoSessionOfClaudeCodeToAConvertedUpstream() {
        upstream.answer(Reply.json(200, Play.COMPLETION));
        var _ = gateway.post("/v1/messages", ASK.formatted("chats", "false", HELLO)
                .replace("{\"model\"",
                        "{\"metadata\":{\"user_id\":\"user_1_account_2_session_s-1\"},\"model\""));

        assertThat(upstream.lastRequest().text()).doesNotContain("account", "s-1");
        assertThat(gateway.settled().session().id()).contains("s-1");
    }

    /// Of a thought that another model had.
    private String signature() {
        upstream.next(Reply.json(200, Play.COMPLETION.replace("\"role\":\"assistant\"",
                "\"role\":\"assistant\",\"reasoning_content\":\"Hm.\"")));
        Page page = gateway.post("/v1/messages", ASK.formatted("chats", "false", HELLO));
        return page.json().at("/content/0/signature").asText();
    }

    private Page ask(String beta, String body) {
        return Page.of(HttpRequest.newBuilder(gateway.uri("/v1/messages?beta=true"))
                .header("Content-Type", "application/json")
                .header("anthropic-beta", beta)
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
