package dev.penstock.benchmarks;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Two pretend upstreams in a process of their own: one that does everything wrong now and then, and one that is well.
/// Writes both ports to standard output and ends with standard input.
final class SoakUpstreamMain {
    private static final Reply WHOLE = Reply.json(200, Bodies.whole());
    private static final Reply STREAM = paced(Bodies.stream());
    private static final String CHUNK = Bodies
            .event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}");
    private static final List<Reply> FAULTS = List.of(Reply.silent(), Reply.noAnswer(),
            Reply.script().reset(),
            Reply.json(429, "{}").header("Retry-After", "0.01"),
            Reply.json(429, "{}").header("Retry-After", "60"),
            Reply.json(500, "{}"), Reply.json(503, "{}"), Reply.json(400, "{}"), Reply.json(404, "{}"),
            Reply.json(401, "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"No\"}}")
                    .header("Retry-After", "0.01"),
            Reply.fixture("edge/html-502.http"), head().end(), head().hang(), head().cut(),
            Reply.sse(Bodies.event("lorem ipsum")), head().write(CHUNK).cut(), head().write(CHUNK).hang(),
            head().write(CHUNK.repeat(20)).reset(), head().write(CHUNK).end(),
            head().write(CHUNK + Bodies.event("{\"error\":{\"message\":\"No\",\"code\":503}}")),
            Reply.json(200, Bodies.whole().substring(0, 300)), WHOLE.after(Duration.ofMillis(300)),
            STREAM.after(Duration.ofMillis(300)));

    private SoakUpstreamMain() {}

    static void main() throws IOException {
        try (FakeUpstream faulty = FakeUpstream.start().keepRequests(false);
                FakeUpstream well = FakeUpstream.start().keepRequests(false)) {
            faulty.answerWith(
                    request -> ThreadLocalRandom.current().nextInt(3) == 0 ? fault() : answer(request));
            well.answerWith(SoakUpstreamMain::answer);
            System.out.println(faulty.port() + " " + well.port());
            while (System.in.read() >= 0) {
                // until whoever started it is gone
            }
        }
    }

    private static Reply fault() {
        return FAULTS.get(ThreadLocalRandom.current().nextInt(FAULTS.size()));
    }

    private static Reply answer(ReceivedRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8).contains("\"stream\":true")
                ? STREAM
                : WHOLE;
    }

    private static Reply head() {
        return Reply.head(200, "Content-Type: text/event-stream");
    }

    /// A few events at a time, as over a network.
    private static Reply paced(String events) {
        Reply reply = head();
        String[] each = events.split("(?<=\n\n)", -1);
        for (int i = 0; i < each.length; i++) {
            reply = i % 40 == 39 ? reply.write(each[i]).delay(Duration.ofMillis(5)) : reply.write(each[i]);
        }
        return reply;
    }
}
