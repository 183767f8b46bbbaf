package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The requests of a session go to the same upstream, with the same key, as long as both are available.
final class AffinityIT {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";

    private final FakeUpstream first = Play.well(FakeUpstream.start());
    private final FakeUpstream second = Play.well(FakeUpstream.start());
    private final RunningGateway gateway = RunningGateway.configured("""
            retry: {attempts: 1, longest-wait: 1ms}
            circuit-breaker: {window: 1000, minimum-calls: 1000}
            providers:
              first:
                kind: openai-compatible
                base-url: "%s"
                keys: [sk-test-a, sk-test-b, sk-test-c]
              second: {kind: openai-compatible, base-url: "%s", key: sk-test-second}
            routes:
              shared: {upstreams: [{model: first/m, weight: 3}, {model: second/m, weight: 1}]}
              spread: {upstreams: ["first/m"], affinity: none}
            """.formatted(first.baseUri(), second.baseUri()));

    @AfterEach
    void close() {
        gateway.close();
        first.close();
        second.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-claude-code-session-id", "session_id", "x-session-id", "x-session-affinity"})
    void goesByTheSessionThatAHeaderNames(String header) {
        for (int session = 0; session < 8; session++) {
            Set<String> used = new HashSet<>();
            for (int turn = 0; turn < 4; turn++) {
                String body = "{\"model\":\"shared\",\"messages\":[{\"role\":\"user\",\"content\":\"" + turn
                        + "\"}]}";
                var _ = post("/v1/chat/completions", Map.of(header, "session-" + session), body);
                used.add(usedLast());
            }
            assertThat(used).as("session %s", session).hasSize(1);
        }
    }

    @Test
    void isTheSameInEveryApi() {
        for (int i = 0; i < 8; i++) {
            Map<String, String> session = Map.of("x-session-id", "session-" + i);
            Set<String> used = new HashSet<>();
            var _ = post("/v1/chat/completions", session, "{\"model\":\"shared\"," + HI + "}");
            used.add(usedLast());
            var _ = post("/v1/messages", session, "{\"model\":\"shared\",\"max_tokens\":9," + HI + "}");
            used.add(usedLast());
            var _ = post("/v1/responses", session, "{\"model\":\"shared\",\"input\":\"Hi\"}");
            used.add(usedLast());
            var _ = post("/v1/completions", session, "{\"model\":\"shared\",\"prompt\":\"Hi\"}");
            used.add(usedLast());
            assertThat(used).as("session %s", i).hasSize(1);
        }
    }

    @Test
    void leavesEachUpstreamAndEachKeyItsShareOfManySessions() {
        IntStream.range(0, 120).forEach(this::ask);

        // which sessions go where depends on nothing but their names: this does not differ from run to run
        assertThat(first.requests()).hasSizeBetween(75, 105);
        assertThat(second.requests()).hasSize(120 - first.requests().size());
        assertThat(keys().stream().collect(Collectors.groupingBy(key -> key, Collectors.counting())))
                .hasSize(3)
                .allSatisfy((_, times) -> assertThat(times).isBetween(18L, 45L));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesByTheBeginningOfAConversationThatGrowsWhileItsMarksMove(boolean stream) {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            List<String> turns = new ArrayList<>();
            Set<String> used = new HashSet<>();
            for (int turn = 0; turn < 5; turn++) {
                turns.add("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + i + "-" + turn
                        + "\"MARK}]}");
                String body = "{\"model\":\"shared\",\"max_tokens\":9,\"stream\":" + stream
                        + ",\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\""
                        + (turn % 2 == 0 ? MARK : "") + "}],\"messages\":["
                        + marked(turns) + "]}";
                assertThat(post("/v1/messages", Map.of(), body).status()).isEqualTo(200);
                used.add(usedLast());
                turns.add("{\"role\":\"assistant\",\"content\":\"Yes.\"}");
            }
            assertThat(used).as("conversation %s", i).hasSize(1);
            all.addAll(used);
        }
        assertThat(all).as("conversations are spread").hasSizeGreaterThan(2);
    }

    /// The last message alone is marked.
    private static String marked(List<String> turns) {
        List<String> messages = new ArrayList<>(
                turns.stream().map(turn -> turn.replace("MARK", "")).toList());
        messages.set(messages.size() - 1, turns.getLast().replace("MARK", MARK));
        return String.join(",", messages);
    }

    @Test
    void movesTheSessionsOfADeadUpstreamAloneAndTakesThemBack() {
        List<String> before = IntStream.range(0, 24).mapToObj(this::ask).toList();
        first.answer(Play.errorReply(503, "overloaded"));
        List<String> meanwhile = IntStream.range(0, 24).mapToObj(this::ask).toList();
        Play.well(first);
        List<String> after = IntStream.range(0, 24).mapToObj(this::ask).toList();

        assertThat(before).contains("first/m", "second/m");
        assertThat(meanwhile).containsOnly("second/m");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void movesTheSessionsOfARejectedKeyAlone() {
        List<String> before = IntStream.range(0, 24).mapToObj(this::keyOf).toList();
        first.answerWith(request -> request.header("authorization").orElse("").endsWith("-b")
                ? Play.errorReply(401, "invalid_api_key")
                : Reply.json(200, Play.COMPLETION));
        List<String> after = IntStream.range(0, 24).mapToObj(this::keyOf).toList();

        assertThat(before).contains("sk-test-a", "sk-test-b", "sk-test-c");
        for (int i = 0; i < 24; i++) {
            assertThat(after.get(i)).isNotEqualTo("sk-test-b");
            if (!before.get(i).equals("sk-test-b")) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
        assertThat(gateway.health("first").path("restingKeys").asInt()).isEqualTo(1);
    }

    @Test
    void isSwitchedOffByARoute() {
        for (int i = 0; i < 6; i++) {
            var _ = post("/v1/chat/completions", Map.of("x-session-id", "s"),
                    "{\"model\":\"spread\"," + HI + "}");
        }

        assertThat(keys()).containsExactly("sk-test-a", "sk-test-b", "sk-test-c", "sk-test-a", "sk-test-b",
                "sk-test-c");
    }

    @Test
    void countsForAProviderWithoutARouteToo() {
        for (int i = 0; i < 6; i++) {
            var _ = post("/v1/chat/completions", Map.of("x-session-id", "s"),
                    "{\"model\":\"first/x\"," + HI + "}");
        }

        assertThat(new HashSet<>(keys())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"x-session-id | \"messages\":[] | id",
            "x-other | \"session_id\":\"session-%d\" | id",
            "x-other | \"messages\":[{\"role\":\"user\",\"content\":\"Hi %d\"}] | prompt"})
    void isExplained(String header, String member, String from) {
        for (int i = 0; i < 12; i++) {
            String body = "{\"model\":\"shared\"," + member.formatted(i) + "}";
            Map<String, String> headers = Map.of(header, "session-" + i);
            JsonNode told = post("/v1/route/explain", headers, body).json();

            assertThat(told.path("affinity").asText()).isEqualTo("session");
            assertThat(told.path("session_from").asText()).isEqualTo(from);
            String upstream = told.at("/upstreams/0/upstream").asText();
            String asked = member.contains("messages\":[{")
                    ? body
                    : "{\"model\":\"shared\"," + HI
                            + (from.equals("id") && member.contains("session_id")
                                    ? "," + member.formatted(i)
                                    : "")
                            + "}";
            assertThat(post("/v1/chat/completions", headers, asked).header("x-penstock-upstream"))
                    .isEqualTo(upstream);
            if (upstream.equals("first/m")) {
                int place = told.at("/upstreams/0/first_key").asInt();
                assertThat(key(first.lastRequest())).isEqualTo("sk-test-" + "abc".charAt(place - 1));
            }
        }
        JsonNode anybody = gateway.post("/v1/route/explain", "{\"model\":\"shared\"}").json();
        assertThat(anybody.has("session_from")).isFalse();
        assertThat(anybody.at("/upstreams/0/upstream").asText()).isEqualTo("first/m");
        JsonNode spread = gateway.post("/v1/route/explain", "{\"model\":\"spread\",\"session_id\":\"s\"}")
                .json();
        assertThat(spread.path("affinity").asText()).isEqualTo("none");
        assertThat(spread.has("session_from")).isFalse();
    }

    /// Who answers a request of that session.
    private String ask(int session) {
        return post("/v1/chat/completions", Map.of("x-session-id", "session-" + session),
                "{\"model\":\"shared\"," + HI + "}").header("x-penstock-upstream");
    }

    /// The key with which a request of that session to the first provider is answered.
    private String keyOf(int session) {
        assertThat(post("/v1/chat/completions", Map.of("x-session-id", "session-" + session),
                "{\"model\":\"first/m\"," + HI + "}").status()).isEqualTo(200);
        return key(first.lastRequest());
    }

    private int seen;

    /// The upstream and the key of the one request that came since the last call.
    private String usedLast() {
        int now = first.requests().size() + second.requests().size();
        assertThat(now).isEqualTo(seen + 1);
        seen = now;
        String used = gateway.settled().upstream().orElseThrow().toString();
        return used + " " + key((used.startsWith("first") ? first : second).lastRequest());
    }

    private List<String> keys() {
        return first.requests().stream().map(AffinityIT::key).toList();
    }

    private static String key(ReceivedRequest request) {
        return request.header("authorization").orElse("").replace("Bearer ", "");
    }

    private Page post(String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return Page.of(request.build());
    }
}
