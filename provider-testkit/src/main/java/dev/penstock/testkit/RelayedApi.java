package dev.penstock.testkit;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.fake.Reply;
import java.util.List;

/// What is said in an API beside Chat Completions, in odd spelling. All answers end because the model was done, and used 11
/// tokens of input and 7 of output.
///
/// @param maker what the names of the headers of its maker begin with
/// @param ask a request; `%s` is the model
/// @param whole a whole answer
/// @param events a streamed answer, each `event` and `data`, the last one telling the end
record RelayedApi(String maker, String ask, String whole, List<Event> events) {
    record Event(String name, String data) {
        @Override
        public String toString() {
            return "event: " + name + "\ndata: " + data + "\n\n";
        }
    }

    private static final RelayedApi MESSAGES = new RelayedApi("anthropic-",
            """
                    { "model" :"%s","max_tokens": 1e3,"messages":[{"role":"user","content":"H\\u00e9 🏮"}],"unheard_of":[ -0 ]}""",
            """
                    { "type":"message","role":"assistant","content":[{"type":"text","text":"\\u00e9 🏮","odd":1E-0007}]
                    ,"stop_reason":"end_turn", "usage":{"input_tokens":11,"output_tokens":7} }
                    """,
            List.of(new Event("message_start",
                    "{ \"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":11,\"output_tokens\":1}}}"),
                    new Event("content_block_delta",
                            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"text\":\"\\u00e9 🏮\"},\"odd\":1E-0007}"),
                    new Event("message_delta",
                            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"input_tokens\":0,\"output_tokens\":7}}"),
                    new Event("message_stop", "{\"type\" : \"message_stop\"}")));

    private static final String DONE = "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"output\":"
            + "[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"\\u00e9 🏮\",\"odd\":1E-0007}]}],"
            + "\"usage\":{\"input_tokens\":11,\"output_tokens\":7,\"total_tokens\":18} }";

    private static final RelayedApi RESPONSES = new RelayedApi("openai-",
            """
                    { "input" :"H\\u00e9 🏮","model":"%s","store":false,"max_output_tokens": 1e3,"unheard_of":[ -0 ]}""",
            DONE,
            List.of(new Event("response.created",
                    "{ \"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\"}}"),
                    new Event("response.output_text.delta",
                            "{\"type\":\"response.output_text.delta\",\"delta\":\"\\u00e9 🏮\",\"odd\":1E-0007}"),
                    new Event("response.completed",
                            "{\"type\" : \"response.completed\",\"response\":" + DONE + "}")));

    static RelayedApi of(ClientApi api) {
        return switch (api) {
            case MESSAGES -> MESSAGES;
            case RESPONSES -> RESPONSES;
        };
    }

    Reply reply(Mode mode) {
        return mode == Mode.WHOLE ? Reply.json(200, whole) : Reply.sse(wire(events));
    }

    /// A streamed answer with something before each of its events.
    Reply reply(String between) {
        return Reply.sse(between + String.join(between, events.stream().map(Event::toString).toList()));
    }

    /// An answer that says, where others say why they ended, that it was broken off.
    Reply interrupted(Mode mode) {
        return mode == Mode.WHOLE
                ? Reply.json(200, broken(whole))
                : Reply.sse(broken(wire(events)));
    }

    private static String broken(String good) {
        return good.replace("end_turn", "network_error")
                .replace("\"status\":\"completed\"",
                        "\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"network_error\"}")
                .replace("response.completed", "response.incomplete");
    }

    /// A streamed answer that stops before its end.
    Reply cutShort() {
        return Reply.sse(wire(events.subList(0, events.size() - 1)));
    }

    private static String wire(List<Event> events) {
        return String.join("", events.stream().map(Event::toString).toList());
    }
}
