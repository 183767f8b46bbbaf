package dev.penstock.adapter.http.responses;

import static dev.penstock.adapter.http.responses.Trial.events;
import static dev.penstock.adapter.http.responses.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.adapter.http.responses.Trial.Said;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.openai.wire.CarriedJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a model says, in whatever pieces it arrives, a client can follow.
final class ResponsesPropertyTest {
    private static final int ANSWERS = 400;
    private static final Set<String> TERMINAL = Set.of("response.completed", "response.incomplete",
            "response.failed");
    private static final String REQUEST = """
            {"model":"m","input":"hi","stream":true,"tools":[{"type":"function","name":"f"},
             {"type":"custom","name":"patch"},
             {"type":"namespace","name":"ns","tools":[{"type":"function","name":"g"}]}]MORE}""";

    private Random random = new Random(0);
    /// What was said, by the member that a response tells it with.
    private final Map<String, StringBuilder> said = new HashMap<>();
    private final Map<Integer, String> arguments = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000})
    void keepsItsPromisesForAnyAnswer(long seed) {
        for (int i = 0; i < ANSWERS; i++) {
            random = new Random(seed + i);
            said.clear();
            arguments.clear();
            Said upstream = answer();
            boolean summary = random.nextBoolean();
            List<ObjectNode> told = told(upstream, summary ? "" : ",\"reasoning\":{\"summary\":\"none\"}");
            check(told);
        }
    }

    private Said answer() {
        List<String> deltas = new ArrayList<>();
        deltas.add("{\"role\":\"assistant\",\"content\":" + one("\"\"", "null") + "}");
        int turns = random.nextInt(4);
        for (int i = 0; i < turns; i++) {
            switch (random.nextInt(3)) {
                case 0 -> speak(deltas, one("reasoning_content", "reasoning"), "thought");
                case 1 -> speak(deltas, "content", "text");
                default -> speak(deltas, "refusal", "refusal");
            }
        }
        calls(deltas);
        return Said.deltas(one("stop", "tool_calls", "length", "content_filter", "eos"),
                deltas.toArray(String[]::new));
    }

    private void speak(List<String> deltas, String member, String kind) {
        int pieces = 1 + random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            String piece = one("", "a", " ", "\n", "é", "北京", "🏮", "\"", "\\", "data: [DONE]\n\n", "\u2028");
            said.computeIfAbsent(kind, _ -> new StringBuilder()).append(piece);
            deltas.add(CarriedJson.text(CarriedJson.object().put(member, piece)));
        }
    }

    private void calls(List<String> deltas) {
        int count = random.nextInt(4);
        List<List<String>> pieces = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            String name = one("f", "patch", "ns__g", "unheard_of");
            String input = one("", "x", "*** Begin\n\"quoted\" \\ é 🏮");
            String whole = name.equals("patch")
                    ? CustomTool.arguments(input)
                    : one("{}", "{\"a\": 1.50}", "{\"b\":\"" + "z".repeat(random.nextInt(30)) + "\"}");
            arguments.put(index, name.equals("patch") ? input : whole);
            pieces.add(fragments(index, name, whole));
        }
        boolean interleaved = random.nextBoolean();
        while (pieces.stream().anyMatch(call -> !call.isEmpty())) {
            List<List<String>> left = pieces.stream().filter(call -> !call.isEmpty()).toList();
            deltas.add(left.get(interleaved ? random.nextInt(left.size()) : 0).removeFirst());
        }
    }

    /// The first fragment names the call; what the later ones say of that is null, empty or nothing.
    private List<String> fragments(int index, String name, String whole) {
        List<String> fragments = new ArrayList<>();
        int from = 0;
        while (from < whole.length() || fragments.isEmpty()) {
            int to = Math.min(whole.length(), from + random.nextInt(8));
            ObjectNode call = CarriedJson.object().put("index", index);
            ObjectNode function = CarriedJson.object();
            if (fragments.isEmpty()) {
                call.put("id", "call_" + index).put("type", "function");
                function.put("name", name);
            } else {
                odd(call, "id");
                odd(function, "name");
            }
            function.put("arguments", whole.substring(from, to));
            call.set("function", function);
            ObjectNode delta = CarriedJson.object();
            delta.putArray("tool_calls").add(call);
            fragments.add(CarriedJson.text(delta));
            from = to;
        }
        return fragments;
    }

    private void odd(ObjectNode target, String member) {
        switch (random.nextInt(3)) {
            case 0 -> target.put(member, "");
            case 1 -> target.putNull(member);
            default -> {
                // left out
            }
        }
    }

    private List<ObjectNode> told(Said upstream, String more) {
        EventBuffer out = new EventBuffer(1024);
        var stream = new Trial().request(REQUEST.replace("MORE", more)).stream();
        List<ChatChunk> left = new ArrayList<>(upstream.chunks());
        while (!left.isEmpty()) {
            List<ChatChunk> together = left.subList(0, 1 + random.nextInt(left.size()));
            stream.chunks(List.copyOf(together), out);
            together.clear();
            if (random.nextInt(4) == 0) {
                stream.heartbeat(out);
            }
        }
        stream.end(upstream.end(), out);
        return events(out);
    }

    private void check(List<ObjectNode> told) {
        Map<Integer, JsonNode> done = new TreeMap<>();
        Map<Integer, String> open = new HashMap<>();
        Map<String, StringBuilder> deltas = new HashMap<>();
        for (int i = 0; i < told.size(); i++) {
            JsonNode event = told.get(i);
            String type = event.path("type").asText();
            assertThat(event.path("sequence_number").asInt()).isEqualTo(i);
            assertThat(TERMINAL.contains(type)).isEqualTo(i == told.size() - 1);
            int index = event.path("output_index").asInt(-1);
            if (type.endsWith("output_item.added")) {
                assertThat(open).doesNotContainKey(index);
                assertThat(index).isEqualTo(open.size() + done.size());
                open.put(index, event.path("item").path("id").asText());
            } else if (type.endsWith("output_item.done")) {
                assertThat(open.remove(index)).isEqualTo(event.path("item").path("id").asText());
                done.put(index, event.path("item"));
            } else if (index >= 0) {
                assertThat(open.get(index)).isEqualTo(event.path("item_id").asText());
                follow(event, type, deltas);
            }
        }
        assertThat(open).isEmpty();
        JsonNode response = told.getLast().path("response");
        assertThat(response.path("output")).containsExactlyElementsOf(done.values());
        checkContent(response.path("output"));
    }

    /// The text of the deltas is the text of what says that it is done.
    private static void follow(JsonNode event, String type, Map<String, StringBuilder> deltas) {
        String part = event.path("output_index") + "/" + event.path("content_index").asText()
                + event.path("summary_index").asText();
        if (type.endsWith(".delta")) {
            deltas.computeIfAbsent(part, _ -> new StringBuilder()).append(event.path("delta").asText());
        } else if (type.endsWith(".done") && !type.contains("part")) {
            String whole = event.path("text").asText() + event.path("arguments").asText()
                    + event.path("input").asText() + event.path("refusal").asText();
            assertThat(deltas.getOrDefault(part, new StringBuilder())).hasToString(whole);
        }
    }

    private void checkContent(JsonNode output) {
        Map<String, StringBuilder> told = new HashMap<>();
        Map<Integer, String> calls = new TreeMap<>();
        for (JsonNode item : output) {
            item.path("content").forEach(part -> {
                String kind = switch (part.path("type").asText()) {
                    case "output_text" -> "text";
                    case "refusal" -> "refusal";
                    default -> "thought";
                };
                told.computeIfAbsent(kind, _ -> new StringBuilder())
                        .append(part.path(kind.equals("refusal") ? "refusal" : "text").asText());
            });
            item.path("summary")
                    .forEach(part -> told.computeIfAbsent("thought", _ -> new StringBuilder())
                            .append(part.path("text").asText()));
            if (item.has("call_id")) {
                int index = Integer.parseInt(item.path("call_id").asText().substring("call_".length()));
                calls.put(index, item.path("arguments").asText() + item.path("input").asText());
            }
        }
        said.values().removeIf(StringBuilder::isEmpty);
        assertThat(json(text(told))).isEqualTo(json(text(said)));
        assertThat(calls).isEqualTo(arguments);
    }

    private static String text(Map<String, StringBuilder> all) {
        ObjectNode json = CarriedJson.object();
        all.forEach((kind, text) -> json.put(kind, text.toString()));
        return CarriedJson.text(json);
    }

    @SafeVarargs
    private <T> T one(T... things) {
        return things[random.nextInt(things.length)];
    }
}
