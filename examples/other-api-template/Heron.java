import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// A pretend Heron, to have somebody to ask: it greets in three pieces, calls a function if one is on offer, wants the token
/// `any`, and is too busy for the engine `tired`. Run it with `java Heron.java`.
void main() throws IOException {
    var heron = HttpServer.create(new InetSocketAddress("127.0.0.1", 4100), 0);
    heron.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    heron.createContext("/converse", call -> {
        String asked = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        IO.println(asked);
        if (!"any".equals(call.getRequestHeaders().getFirst("X-Heron-Token"))) {
            answer(call, 401, "{\"problem\":\"nobody knows this token\",\"slug\":\"bad_token\"}");
        } else if (asked.contains("\"engine\":\"tired\"")) {
            answer(call, 429, "{\"problem\":\"one at a time\",\"slug\":\"slow_down\",\"retry-in-ms\":2500}");
        } else if (asked.contains("\"live\":true")) {
            answer(call, 200, calls(asked) ? List.of("{\"call\":" + CALL + "}", "{" + end("calls") + "}")
                    : List.of("{\"piece\":\"Hel\"}", "{\"piece\":\"lo \"}", "{\"piece\":\"there.\"}",
                            "{" + end("finished") + "}"));
        } else {
            answer(call, 200, calls(asked) ? "{\"says\":\"\",\"calls\":[" + CALL + "]," + end("calls") + "}"
                    : "{\"says\":\"Hello there.\"," + end("finished") + "}");
        }
    });
    heron.start();
}

static final String CALL = "{\"name\":\"get_weather\",\"with\":{\"city\":\"Oslo\"}}";

boolean calls(String asked) {
    return asked.contains("\"functions\"") && !asked.contains("\"who\":\"tool\"");
}

String end(String why) {
    return "\"over\":true,\"why\":\"" + why + "\",\"counted\":{\"in\":7,\"out\":3}";
}

void answer(HttpExchange call, int status, String whole) throws IOException {
    answer(call, status, List.of(whole));
}

void answer(HttpExchange call, int status, List<String> lines) throws IOException {
    call.getResponseHeaders().set("Content-Type", lines.size() > 1 ? "application/x-ndjson" : "application/json");
    call.sendResponseHeaders(status, 0);
    try (var body = new PrintStream(call.getResponseBody(), true, StandardCharsets.UTF_8)) {
        for (String line : lines) {
            body.println(line);
            LockSupport.parkNanos(lines.size() > 1 ? 300_000_000 : 0);
        }
    }
}
