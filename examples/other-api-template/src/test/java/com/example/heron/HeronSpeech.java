package com.example.heron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.testkit.Said;
import dev.penstock.testkit.ToolCall;
import dev.penstock.testkit.UpstreamSpeech;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A service that speaks Heron's API.
final class HeronSpeech implements UpstreamSpeech {
    @Override
    public Reply whole(Said said) {
        ObjectNode answer = over(said).put("says", said.whole());
        said.toolCalls().forEach(call -> answer.withArray("calls").add(call(call)));
        return Reply.json(200, answer.toString());
    }

    @Override
    public Reply streamHead() {
        return Reply.head(200, "Content-Type: application/x-ndjson");
    }

    @Override
    public List<String> events(Said said) {
        List<String> lines = new ArrayList<>();
        said.pieces().forEach(piece -> lines.add(line(CarriedJson.object().put("piece", piece))));
        said.toolCalls().forEach(call -> lines.add(line(CarriedJson.object().set("call", call(call)))));
        lines.add(line(over(said)));
        return lines;
    }

    @Override
    public Reply failure(int status, String code, String message) {
        return Reply.json(status, problem(code, message).toString());
    }

    @Override
    public Reply throttle(String message, Duration time) {
        return Reply.json(429, problem("slow_down", message).put("retry-in-ms", time.toMillis()).toString());
    }

    @Override
    public String failureEvent(String message) {
        return line(problem("broken", message));
    }

    @Override
    public String keepAlive() {
        return "{}\n";
    }

    @Override
    public String model(ReceivedRequest request) {
        return body(request).path("engine").asText();
    }

    @Override
    public Optional<String> key(ReceivedRequest request) {
        return request.header("X-Heron-Token");
    }

    @Override
    public String prompt(ReceivedRequest request) {
        JsonNode turns = body(request).path("turns");
        return turns.path(turns.size() - 1).path("says").asText();
    }

    @Override
    public List<String> tools(ReceivedRequest request) {
        return body(request).path("functions").valueStream().map(one -> one.path("name").asText()).toList();
    }

    @Override
    public List<String> turns(ReceivedRequest request) {
        return body(request).path("turns").valueStream().map(JsonNode::toString).toList();
    }

    /// Heron's calls have no ids.
    @Override
    public List<ToolCall> calls(ReceivedRequest request) {
        return body(request).path("turns")
                .valueStream()
                .flatMap(turn -> turn.path("calls").valueStream())
                .map(call -> new ToolCall("", call.path("name").asText(), call.path("with").toString()))
                .toList();
    }

    @Override
    public int choices(ReceivedRequest request) {
        return 1;
    }

    @Override
    public boolean streamed(ReceivedRequest request) {
        return body(request).path("live").asBoolean();
    }

    /// Heron counts what goes in and what comes out, and no more.
    @Override
    public Optional<Usage> told(Usage usage) {
        return Optional.of(Usage.of(usage.promptTokens(), usage.completionTokens()));
    }

    private static JsonNode body(ReceivedRequest request) {
        return CarriedJson.parsed(request.body()).orElseThrow();
    }

    private static String line(JsonNode json) {
        return json + "\n";
    }

    private static ObjectNode call(ToolCall call) {
        return CarriedJson.object()
                .put("name", call.name())
                .set("with", CallArguments.object(CarriedJson.NODES.textNode(call.arguments())));
    }

    private static ObjectNode over(Said said) {
        ObjectNode end = CarriedJson.object().put("over", true);
        String why = said.toolCalls().isEmpty() ? "finished" : "calls";
        end.put("why", said.cut() ? "too_long" : why);
        end.putObject("counted").put("in", said.usage().promptTokens()).put("out", said.usage().completionTokens());
        return end;
    }

    private static ObjectNode problem(String slug, String message) {
        return CarriedJson.object().put("problem", message).put("slug", slug);
    }
}
