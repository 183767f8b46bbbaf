package dev.penstock.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a provider's upstream talks on the wire, so that the contract can put words into its mouth.
public interface UpstreamSpeech {

    /// A whole answer.
    Reply whole(Said said);

    /// The beginning of a streamed answer: the head, and nothing else.
    Reply streamHead();

    /// The events of a streamed answer, as they stand on the wire, the last one telling the end. Each piece of the text
    /// is in an event of its own; if there are pieces, the first event has the first of them.
    List<String> events(Said said);

    /// A failure told by an HTTP status.
    ///
    /// @param code the upstream's own short word
    Reply failure(int status, String code, String message);

    /// A failure that tells to slow down, and for how long, in the way of this upstream.
    ///
    /// @param time a few whole seconds
    default Reply throttle(String message, Duration time) {
        return failure(429, "rate_limit_exceeded", message).header("Retry-After",
                Long.toString(time.toSeconds()));
    }

    /// The event that tells, inside a stream that began well, that it broke.
    String failureEvent(String message);

    /// What keeps the connection of a stream alive and says nothing, such as a comment.
    String keepAlive();

    /// The upstream model that was asked for.
    String model(ReceivedRequest request);

    /// The key that was presented.
    Optional<String> key(ReceivedRequest request);

    /// The text of the last message.
    String prompt(ReceivedRequest request);

    /// The names of the functions on offer.
    List<String> tools(ReceivedRequest request);

    /// The ids of the calls that the tools' answers in the conversation belong to, in order; empty if the API has none.
    default List<String> answeredCalls(ReceivedRequest request) {
        JsonNode body = Json.read(request.text());
        List<String> ids = body.findValuesAsText("tool_call_id");
        return ids.isEmpty() ? body.findValuesAsText("tool_use_id") : ids;
    }

    /// The turns of the conversation in the order in which they were sent, each as JSON; without instructions that the API has
    /// a place of its own for.
    default List<String> turns(ReceivedRequest request) {
        List<String> turns = new ArrayList<>();
        Json.read(request.text()).path("messages").forEach(turn -> turns.add(turn.toString()));
        return turns;
    }

    /// The calls of functions in the conversation, in order, with the arguments as they were sent. The default reads what Chat
    /// Completions, Ollama's API and the Messages API have.
    default List<ToolCall> calls(ReceivedRequest request) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode turn : Json.read(request.text()).path("messages")) {
            for (JsonNode call : turn.path("tool_calls")) {
                JsonNode arguments = call.path("function").path("arguments");
                calls.add(new ToolCall(call.path("id").asText(), call.path("function").path("name").asText(),
                        arguments.isTextual() ? arguments.textValue() : arguments.toString()));
            }
            for (JsonNode block : turn.path("content")) {
                if (block.path("type").asText().equals("tool_use")) {
                    calls.add(new ToolCall(block.path("id").asText(), block.path("name").asText(),
                            block.path("input").toString()));
                }
            }
        }
        return calls;
    }

    /// How many choices were asked for.
    int choices(ReceivedRequest request);

    /// Whether a stream was asked for.
    boolean streamed(ReceivedRequest request);

    /// The part of a usage that the upstream can report. Not every API counts cache reads, cache writes or reasoning, and some
    /// report no usage at all. The provider must then report none either: unknown is not zero.
    default Optional<Usage> told(Usage usage) {
        return Optional.of(usage);
    }

    /// A whole stream.
    default Reply stream(Said said) {
        return streamHead().write(String.join("", events(said)));
    }

    /// What a model of good manners answers: it says the prompt back, or calls every tool the prompt names.
    default Reply answer(ReceivedRequest request) {
        String prompt = prompt(request);
        ToolCall[] calls = tools(request).stream()
                .filter(prompt::contains)
                .map(name -> new ToolCall("call_" + name, name, "{\"city\":\"Oslo\"}"))
                .toArray(ToolCall[]::new);
        Said said = (calls.length > 0 ? Said.calls(calls) : Said.text("You said: ", prompt))
                .times(choices(request));
        return streamed(request) ? stream(said) : whole(said);
    }
}
