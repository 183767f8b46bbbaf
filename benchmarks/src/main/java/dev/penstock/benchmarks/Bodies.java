package dev.penstock.benchmarks;

/// What is sent and answered: the size and shape of a coding tool's traffic.
final class Bodies {
    /// How many events a stream has, the usage and the sentinel among them.
    static final int EVENTS = 202;
    private static final String HEAD = "\"id\":\"chatcmpl-0a1b2c3d-0001-9f00-aaaa-000000000001\",\"created\":1795392000,"
            + "\"model\":\"qwen3-max\",\"system_fingerprint\":null,";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":1200,\"completion_tokens\":200,\"total_tokens\":1400,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":1024}}";

    private Bodies() {}

    /// @param kind `stream`, or `whole`
    /// @param prompt the size of the prompt, in bytes
    static String request(String kind, int prompt) {
        return "{\"model\":\"bench/qwen3-max\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + "lorem ipsum "
                        .repeat(prompt / 12)
                + "\"}],\"temperature\":0.2,\"stream\":" + kind.equals("stream") + "}";
    }

    static String stream() {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < EVENTS - 2; i++) {
            String finish = i == EVENTS - 3 ? "\"stop\"" : "null";
            events.append(
                    event("{\"choices\":[{\"delta\":{\"content\":\" word\",\"role\":null},\"finish_reason\":"
                            + finish
                            + ",\"index\":0,\"logprobs\":null}],\"object\":\"chat.completion.chunk\"," + HEAD
                            + "\"usage\":null}"));
        }
        events.append(event("{\"choices\":[],\"object\":\"chat.completion.chunk\"," + HEAD + USAGE + "}"));
        return events.append(event("[DONE]")).toString();
    }

    static String whole() {
        return "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + "word ".repeat(200)
                + "\"},\"finish_reason\":\"stop\",\"index\":0}],\"object\":\"chat.completion\"," + HEAD
                + USAGE + "}";
    }

    static String event(String json) {
        return "data: " + json + "\n\n";
    }
}
